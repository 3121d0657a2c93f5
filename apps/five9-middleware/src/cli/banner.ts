import { styleText } from 'node:util';
import type { AuthenticationSettings } from '../http/middleware-settings.ts';
import { defaultPaths, type OperationName, operationNames } from '../contract/operation.ts';

/** What the banner tells. */
export interface BannerFacts {
  /** Origin and base path, without a trailing slash. */
  readonly url: string;
  readonly paths: Partial<Record<OperationName, string>>;
  readonly authentication: AuthenticationSettings;
  /** Only credentials that were made up here are shown; others are named by where they come from. */
  readonly showSecret: boolean;
  readonly secretVariable: string | undefined;
  readonly screenPop: { readonly url: string; readonly secret: string | undefined } | undefined;
  readonly control: boolean;
  readonly colour: boolean;
}

const configNames: Readonly<Record<OperationName, string>> = {
  connect: 'rest_connect_path',
  makeCall: 'rest_make_call_path',
  hangup: 'rest_hangup_path',
  transfer: 'rest_transfer_path',
  recording: 'rest_recording_path',
};

/** A greeting with a switch configuration and curl lines that work when pasted. */
export function renderBanner(facts: BannerFacts): string {
  const heading = (text: string): string => (facts.colour ? styleText('bold', text, { validateStream: false }) : text);
  const lines = [
    heading(`five9-middleware listens on ${facts.url} (a simulated Five9 stands behind it)`),
    '',
    heading('Switch configuration'),
    JSON.stringify(switchConfig(facts), undefined, 2),
    '',
    heading('Try it'),
    ...curlLines(facts),
    '',
    'Agents 1001, 1002, 1010 to 1019 are ready; 1003 is logged out, 1004 not ready, 1005 not in outbound-sales.',
    ...screenPopLines(facts),
    ...(facts.control ? [`Control: ${new URL('/control/faults', facts.url).href}, /calls, /agents, /inbound-calls`] : []),
    'Stop it with Ctrl-C.',
    '',
  ];
  return lines.join('\n');
}

function switchConfig(facts: BannerFacts): Record<string, string> {
  const { authentication, showSecret, secretVariable = '' } = facts;
  const config: Record<string, string> = { api_base_url: facts.url };
  const placeholder = `<the value of ${secretVariable}>`;
  if (authentication.kind === 'bearer') config['api_key'] = showSecret ? authentication.apiKey : placeholder;
  if (authentication.kind === 'basic') {
    config['username'] = authentication.username;
    config['password'] = placeholder;
  }
  for (const name of operationNames) {
    const path = facts.paths[name];
    if (path !== undefined) config[configNames[name]] = path;
  }
  return config;
}

function curlLines(facts: BannerFacts): readonly string[] {
  const path = (name: OperationName): string => facts.url + (facts.paths[name] ?? defaultPaths[name]);
  const credentials = curlCredentials(facts);
  const post = (name: OperationName, body: object): string =>
    `  curl ${credentials}${path(name)} --json '${JSON.stringify(body)}'`;
  return [
    `  curl ${credentials}${path('connect')}`,
    post('makeCall', { agent_extension: '1001', destination: '+15550001111' }),
    post('hangup', { call_id: '300000000115271' }),
    post('recording', { call_id: '300000000115271' }),
  ];
}

function curlCredentials({ authentication, showSecret, secretVariable = '' }: BannerFacts): string {
  if (authentication.kind === 'none') return '';
  if (authentication.kind === 'basic') return `-u "${authentication.username}:$${secretVariable}" `;
  return `-H "Authorization: Bearer ${showSecret ? authentication.apiKey : `$${secretVariable}`}" `;
}

function screenPopLines({ screenPop }: BannerFacts): readonly string[] {
  if (screenPop === undefined) return [];
  const secret = screenPop.secret === undefined ? 'the secret you gave' : screenPop.secret;
  return [`Screen pops go to ${screenPop.url}, signed with ${secret}`];
}
