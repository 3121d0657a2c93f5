import {
  type Authorisation,
  type Clock,
  type HttpAnswer,
  type HttpClient,
  maskNumber,
  OPERATIONS,
  type RequestKind,
  SwitchError,
  toAnswerError,
} from '@elasticfunnels/switch-core';
import type { Undertaking } from '../operations/undertaking.ts';
import { readAnswer, type Statement, type VicidialAnswer } from './answer-grammar.ts';
import { readRefusal } from './error-table.ts';

/** One request to one of the two scripts, and what its answers mean. */
export interface ApiRequest<T> {
  readonly function: string;
  /** Whether it only asks, or leaves a command for an agent's screen. */
  readonly kind: RequestKind;
  readonly parameters: Readonly<Record<string, string>>;
  /** Reads what is no refusal; undefined when it is not what the function answers. */
  readonly read: (answer: VicidialAnswer) => T | undefined;
  /** Reads a refusal that is a result all the same, such as "no recordings found". */
  readonly recover?: (refusal: Statement) => T | undefined;
}

/** One of ViciDial's scripts, as a client of the host reaches it. */
export interface ScriptClient {
  readonly http: HttpClient;
  /** Below the client's base URL, such as `/api.php`. */
  readonly path: string;
}

/** What a client works with. */
export interface VicidialClientParts {
  readonly agentApi: ScriptClient;
  readonly nonAgentApi: ScriptClient;
  readonly authorisation: Authorisation;
  /** Whose name answers repeat. */
  readonly user: string;
  readonly clock: Clock;
}

const PAGE = 'text/html, text/plain';

/** Asks ViciDial's two scripts, and tells their answers from their refusals, which all come as HTTP 200. */
export class VicidialClient {
  readonly #parts: VicidialClientParts;

  constructor(parts: VicidialClientParts) {
    this.#parts = parts;
  }

  /** Leaves something for an agent's screen (agc/api.php). @throws SwitchError */
  agentApi<T>(undertaking: Undertaking, request: ApiRequest<T>): Promise<T> {
    return this.#send(this.#parts.agentApi, undertaking, request);
  }

  /** Looks something up (non_agent_api.php). @throws SwitchError */
  nonAgentApi<T>(undertaking: Undertaking, request: ApiRequest<T>): Promise<T> {
    return this.#send(this.#parts.nonAgentApi, undertaking, request);
  }

  #send<T>({ http, path }: ScriptClient, { operation, options }: Undertaking, request: ApiRequest<T>): Promise<T> {
    return http.send({
      operation,
      kind: request.kind,
      method: 'GET',
      path,
      query: { function: request.function, ...request.parameters },
      headers: { accept: PAGE },
      options,
      read: (answer) => this.#read({ operation, path, ...request }, answer),
    });
  }

  #read<T>(request: SentRequest<T>, answer: HttpAnswer): T {
    if (answer.status < 200 || answer.status > 299) throw this.#toError(request, answer, {});
    const body = readAnswer(answer.body);
    if (body.kind === 'refused') {
      const result = request.recover?.(body);
      if (result !== undefined) return result;
      throw this.#refusal(request, answer, body);
    }
    const result = request.read(body);
    if (result !== undefined) return result;
    throw this.#unreadable(request, answer, body.kind === 'unreadable' ? body.found : 'what this function does not answer');
  }

  #refusal(request: SentRequest<unknown>, answer: HttpAnswer, refusal: Statement): SwitchError {
    const { code, hint, showsCredentials } = readRefusal(refusal);
    // What echoes the password is not shown, neither around it nor in any other form.
    const shown = showsCredentials === true || this.#echoesPassword(answer.body) ? [] : refusal.details;
    const details = shown.filter((detail) => detail !== '' && detail !== this.#parts.user).map(maskLongNumbers);
    const words = details.length === 0 ? refusal.text : `${refusal.text} - ${details.join('|')}`;
    const error = this.#toError(request, answer, { code, vendorMessage: words });
    return hint === undefined ? error : SwitchError.retold(error, { hint });
  }

  #echoesPassword(body: string): boolean {
    return this.#parts.authorisation.redact(body) !== body;
  }

  #toError(
    { operation, kind, path, parameters, function: name }: SentRequest<unknown>,
    answer: HttpAnswer,
    found: Pick<Parameters<typeof toAnswerError>[0], 'code' | 'vendorMessage'>,
  ): SwitchError {
    const { authorisation, clock } = this.#parts;
    const fieldsSent = ['function', ...Object.keys(parameters)];
    const shownPath = `${path} (${name})`;
    return toAnswerError({
      operation,
      kind,
      answer,
      path: shownPath,
      fieldsSent,
      peopleSent: [parameters['value'], parameters['phone_number']],
      fromService: found.code !== undefined,
      authorisation,
      now: clock.now(),
      ...found,
    });
  }

  /** An answer that says nothing: of a command on a call, nobody can tell whether it reached the screen. */
  #unreadable({ operation, kind, function: name }: SentRequest<unknown>, { status }: HttpAnswer, found: string): SwitchError {
    const message = `ViciDial answered ${name} with HTTP ${status} and ${found}.`;
    const hint = 'Check both URLs, and what stands before the dialler: a portal, a proxy or an error page of PHP.';
    if (kind === 'command' && !OPERATIONS[operation].idempotent) {
      const details = { reason: 'unreadable_answer', httpStatus: status } as const;
      return new SwitchError('OUTCOME_UNKNOWN', details, { message: `${message} Nobody can tell whether it took effect.` });
    }
    const details = { reason: 'unexpected_shape', httpStatus: status } as const;
    return new SwitchError('CONTRACT_VIOLATED', details, { message, hint, effect: kind === 'question' ? 'none' : 'unknown' });
  }
}

type SentRequest<T> = ApiRequest<T> & { readonly operation: Undertaking['operation']; readonly path: string };

/** Numbers in ViciDial's details are bare digits of any length; call ids are longer, with a letter. */
function maskLongNumbers(detail: string): string {
  return /^\d{7,15}$/.test(detail) ? maskNumber(detail) : detail;
}

/** Reads the SUCCESS of a command; one that was cut off, or is about another function, is none. */
export function readDone(name: string): (answer: VicidialAnswer) => true | undefined {
  return (answer) => (answer.kind === 'success' && answer.text === `${name} function set` ? true : undefined);
}
