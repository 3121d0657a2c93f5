import {
  DEFAULT_RETRY,
  type HttpAnswer,
  type HttpTransport,
  noAuthorisation,
  type PathProbe,
  type ProbeFinding,
  type ProbeRequest,
  RepeatingHttpClient,
  silentLogger,
  SwitchError,
  type SwitchEndpoint,
} from '@elasticfunnels/switch-core';
import type { Examination } from './examination.ts';

/** An answer, and between which moments of ours it was made. */
export interface Answered {
  readonly answer: HttpAnswer;
  readonly sentAt: Date;
  readonly receivedAt: Date;
  readonly durationMs: number;
}

/** What came of a probe. */
export type Probed =
  | { readonly kind: 'answered'; readonly answered: Answered; readonly finding: ProbeFinding }
  /** No answer came. */
  | { readonly kind: 'silent'; readonly error: SwitchError };

/** Sends an endpoint's probes the way its driver would: same transport, policy, authorisation and headers; each once. */
export class EndpointClient {
  readonly #endpoint: SwitchEndpoint;
  readonly #transport: HttpTransport;
  readonly #examination: Examination;

  constructor(endpoint: SwitchEndpoint, transport: HttpTransport, examination: Examination) {
    this.#endpoint = endpoint;
    this.#transport = transport;
    this.#examination = examination;
  }

  /** The answer to the probe's request, read by the vendor. */
  async probe(probe: PathProbe & { readonly request: ProbeRequest }, as: 'us' | 'nobody' = 'us'): Promise<Probed> {
    try {
      const answered = await this.#send(probe, probe.request, as);
      return { kind: 'answered', answered, finding: probe.request.read(answered.answer, answered.receivedAt) };
    } catch (error) {
      if (!SwitchError.is(error)) throw error;
      return { kind: 'silent', error };
    }
  }

  /** Asks which methods a path has. Undefined when no answer came. */
  async askMethods(probe: PathProbe): Promise<HttpAnswer | undefined> {
    try {
      return (await this.#send(probe, { method: 'OPTIONS' }, 'us')).answer;
    } catch (error) {
      if (!SwitchError.is(error)) throw error;
      return undefined;
    }
  }

  #send(
    { operation, path }: PathProbe,
    { method, query, headers, json }: Omit<ProbeRequest, 'read'>,
    as: 'us' | 'nobody',
  ): Promise<Answered> {
    const { clock, waitMs, signal } = this.#examination;
    const { baseUrl, authorisation } = this.#endpoint;
    const services = { transport: this.#transport, retry: { ...DEFAULT_RETRY, attempts: 1 }, clock, logger: silentLogger };
    const client = new RepeatingHttpClient({ baseUrl, authorisation: as === 'us' ? authorisation : noAuthorisation }, services);
    const sentAt = clock.now();
    const startedAt = clock.monotonicMs();
    return client.send({
      operation,
      kind: 'question',
      method,
      path,
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
      ...(json === undefined ? {} : { json }),
      options: { deadlineMs: waitMs, signal },
      read: (answer) => ({
        answer,
        sentAt,
        receivedAt: clock.now(),
        durationMs: Math.round(clock.monotonicMs() - startedAt),
      }),
    });
  }
}
