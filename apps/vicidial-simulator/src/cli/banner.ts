import { styleText } from 'node:util';
import { agentApiPath, nonAgentApiPath } from '../http/create-app.ts';

/** What the banner tells. */
export interface BannerFacts {
  readonly url: string;
  readonly user: string;
  /** Only a password that was made up here is shown; another is named by where it comes from. */
  readonly password: { readonly shown: string } | { readonly variable: string };
  readonly source: string;
  readonly startCallUrl: string | undefined;
  readonly colour: boolean;
}

/** A greeting with a switch configuration and curl lines that work when pasted. */
export function renderBanner(facts: BannerFacts): string {
  const heading = (text: string): string => (facts.colour ? styleText('bold', text, { validateStream: false }) : text);
  const lines = [
    heading(`vicidial-simulator listens on ${facts.url}`),
    '',
    heading('Switch configuration'),
    JSON.stringify({ plugin: 'vicidial', config: switchConfig(facts) }, undefined, 2),
    '',
    heading('Try it'),
    ...curlLines(facts),
    '',
    'Agents 1001, 1002, 1010 to 1019 are paused, 1003 is logged out, 1004 ready, 1005 may not dial by hand.',
    'A dial takes place about a second after SUCCESS; 5550009999 is on the do-not-call list.',
    ...(facts.startCallUrl === undefined ? [] : [`Start Call URL: ${facts.startCallUrl}`]),
    'Stop it with Ctrl-C.',
    '',
  ];
  return lines.join('\n');
}

function switchConfig({ url, user, password, source }: BannerFacts): Record<string, string> {
  return {
    api_url: url + nonAgentApiPath,
    agent_api_url: url + agentApiPath,
    user,
    pass: 'shown' in password ? password.shown : `<the value of ${password.variable}>`,
    source,
  };
}

function curlLines(facts: BannerFacts): readonly string[] {
  const { url, user, password, source } = facts;
  const pass = 'shown' in password ? password.shown : `$${password.variable}`;
  const line = (path: string, parameters: string): string =>
    `  curl "${url}${path}?source=${source}&user=${user}&pass=${pass}&${parameters}"`;
  return [
    `  curl "${url}${nonAgentApiPath}?function=version"`,
    line(nonAgentApiPath, 'function=logged_in_agents&header=YES'),
    line(agentApiPath, 'function=external_dial&agent_user=1001&value=5550001111&phone_code=1&search=YES&preview=NO&focus=NO'),
    line(nonAgentApiPath, 'function=agent_status&agent_user=1001&header=YES'),
    line(agentApiPath, 'function=external_hangup&agent_user=1001&value=1'),
    line(nonAgentApiPath, `function=recording_lookup&agent_user=1001&date=$(date +%F)`),
  ];
}
