import {
  type HttpAnswer,
  type HttpTransport,
  type NetworkPolicy,
  type TransportRequest,
  UndiciTransport,
} from '@elasticfunnels/switch-core';
import * as z from 'zod';
import type { MessagePactFile, PactFile } from '../pact/pact-file.ts';

/** Where pacts go, and as what. */
export interface PublishOptions {
  /** The Broker's own URL; a path in it is kept. */
  readonly brokerUrl: string;
  /** Of the consumer: a commit, or a semantic version. */
  readonly version: string;
  readonly branch?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly buildUrl?: string | undefined;
  readonly credentials?: BrokerCredentials | undefined;
  /** PEM certificates to trust beside the system's own. */
  readonly certificateAuthorities?: readonly string[] | undefined;
  /** For each pact; 30 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** How the Broker knows who publishes. */
export type BrokerCredentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** What the Broker said of it. */
export interface PublishedPact {
  readonly consumer: string;
  readonly notices: readonly string[];
}

/** The Broker could not be reached, or refused; the message never has the credentials. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  /** Whether the Broker answered at all. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/**
 * Publishes pacts to a Pact Broker, one consumer after the other, as `POST /contracts/publish` has it.
 *
 * @throws PublishError for the first that is refused; those before it stay published.
 * @see https://docs.pact.io/pact_broker/publishing_and_retrieving_pacts
 */
export async function publishContract(
  pacts: readonly (PactFile | MessagePactFile)[],
  options: PublishOptions,
): Promise<readonly PublishedPact[]> {
  const { certificateAuthorities = [] } = options;
  // Redirects are not followed: elsewhere the token is nobody's business.
  const transport = new UndiciTransport({ policy: { ...ANYWHERE, certificateAuthorities } });
  try {
    const published: PublishedPact[] = [];
    for (const pact of pacts) {
      published.push({ consumer: pact.consumer.name, notices: await publishOne(transport, pact, options) });
    }
    return published;
  } finally {
    await transport.close();
  }
}

/** Brokers stand in private networks, and whoever publishes says where. */
const ANYWHERE: NetworkPolicy = { allowAddresses: ['0.0.0.0/0', '::/0'], plainHttp: 'anywhere' };

async function publishOne(
  transport: HttpTransport,
  pact: PactFile | MessagePactFile,
  options: PublishOptions,
): Promise<readonly string[]> {
  const { credentials, timeoutMs = 30_000 } = options;
  const { status, body } = await ask(transport, {
    method: 'POST',
    url: endpointOf(options.brokerUrl),
    headers: {
      'content-type': 'application/json',
      accept: 'application/hal+json, application/json',
      ...(credentials === undefined ? {} : { authorization: authorizationOf(credentials) }),
    },
    body: JSON.stringify(requestOf(pact, options)),
    timeoutMs,
  });
  if (status >= 200 && status < 300) return noticesOf(body);
  const said = [...noticesOf(body), ...errorsOf(body)].join(' ');
  const hint = HINTS[status] ?? (status < 400 ? 'It redirects: give its own URL.' : said);
  throw new PublishError(`The Broker refused the pact of ${pact.consumer.name} (HTTP ${status}). ${hint}`.trim(), status);
}

async function ask(transport: HttpTransport, request: TransportRequest): Promise<HttpAnswer> {
  try {
    return await transport.request(request);
  } catch (cause) {
    const message = `The Broker at ${request.url.origin} could not be reached, or gave no answer in time.`;
    throw new PublishError(message, undefined, { cause });
  }
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'Check the token, or the username and password.',
  403: 'These credentials may not publish.',
  404: 'Is this the URL of a Pact Broker of version 2.86 or later?',
  409: 'A pact with this version and another content is there already: publish under another version.',
};

// A path in the Broker's URL survives.
function endpointOf(brokerUrl: string): URL {
  const base = URL.parse(brokerUrl);
  if (base === null || !/^https?:$/.test(base.protocol))
    throw new PublishError('The Broker must be given as an http or https URL.');
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/contracts/publish`);
}

function requestOf(pact: PactFile | MessagePactFile, { version, branch, tags = [], buildUrl }: PublishOptions): unknown {
  return {
    pacticipantName: pact.consumer.name,
    pacticipantVersionNumber: version,
    ...(branch === undefined ? {} : { branch }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(buildUrl === undefined ? {} : { buildUrl }),
    contracts: [
      {
        consumerName: pact.consumer.name,
        providerName: pact.provider.name,
        specification: 'pact',
        contentType: 'application/json',
        content: Buffer.from(JSON.stringify(pact), 'utf8').toString('base64'),
      },
    ],
  };
}

function authorizationOf(credentials: BrokerCredentials): string {
  if (credentials.kind === 'token') return `Bearer ${credentials.token}`;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64')}`;
}

const answerSchema = z.looseObject({
  notices: z.array(z.looseObject({ text: z.string() })).default([]),
  errors: z.union([z.array(z.string()), z.record(z.string(), z.union([z.string(), z.array(z.string())]))]).default([]),
});

function readAnswer(body: string): z.output<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(body));
  } catch {
    return { notices: [], errors: [] };
  }
}

function noticesOf(body: string): readonly string[] {
  return readAnswer(body).notices.map(({ text }) => text);
}

function errorsOf(body: string): readonly string[] {
  return Object.values(readAnswer(body).errors).flat();
}
