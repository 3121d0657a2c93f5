import {
  type Authorisation,
  type CallOptions,
  type Clock,
  type HttpAnswer,
  type HttpClient,
  maskNumbersIn,
  nameJsonType,
  type Operation,
  readJsonBody,
  type SentRequest,
  type SwitchError,
} from '@elasticfunnels/switch-core';
import type * as z from 'zod';
import { brokenContract, type BrokenContractReason } from './broken-contract.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import { findFailureInSuccess } from './failure-in-success.ts';
import { isRefusal } from './is-refusal.ts';
import { toContradiction, toMiddlewareError } from './middleware-error.ts';

/** One command to the middleware, and what its answers mean. */
export interface MiddlewareCommand<Body, Result> {
  readonly operation: Operation;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<Body>;
  /** Accepts at once some of what the schema accepts. */
  readonly isPlain?: (value: Readonly<Record<string, unknown>>) => value is Readonly<Record<string, unknown>> & Body;
  readonly options: CallOptions | undefined;
  /** Reads a success. */
  readonly read: (body: Body, answer: HttpAnswer) => Result;
  /** Reads a refusal that is a result all the same, such as hanging up a call that has ended. */
  readonly recover?: (error: SwitchError, wireCode: string | undefined) => Result | undefined;
}

/** Posts commands to the middleware, and tells its successes from its failures. */
export class MiddlewareClient {
  readonly #http: HttpClient;
  readonly #authorisation: Authorisation;
  readonly #clock: Clock;

  constructor(http: HttpClient, authorisation: Authorisation, clock: Clock) {
    this.#http = http;
    this.#authorisation = authorisation;
    this.#clock = clock;
  }

  /** @throws SwitchError for everything but an HTTP 2xx whose body does not say otherwise. */
  post<Body, Result>(command: MiddlewareCommand<Body, Result>): Promise<Result> {
    const { operation, path, body, options } = command;
    const key = options?.idempotencyKey;
    return this.#http.send({
      operation,
      method: 'POST',
      path,
      json: body,
      headers: key === undefined ? {} : { 'idempotency-key': key },
      options,
      read: (answer, sent) => this.#read(command, answer, sent),
    });
  }

  /** A GET whose answer the caller judges by itself, but for the statuses that are failures wherever they come. */
  probe<T>(path: string, options: CallOptions | undefined, read: (answer: HttpAnswer, sent?: SentRequest) => T): Promise<T> {
    return this.#http.send({ operation: 'connect', method: 'GET', path, options, read });
  }

  /** The error that an answer means. */
  errorOf(operation: Operation, path: string, answer: HttpAnswer, sent: SentRequest | undefined): SwitchError {
    return this.#toError({ operation, path, body: {} }, answer, readErrorBody(readJsonBody(answer)), sent);
  }

  /** The error for a success whose body says by one of its fields that it is none. */
  contradictionOf(operation: Operation, path: string, answer: HttpAnswer, field: string): SwitchError {
    return this.#contradiction({ operation, path, body: {} }, answer, field, undefined);
  }

  /** Names of an answer's fields as logs may show them. */
  showNames(names: readonly string[]): readonly string[] {
    // Redacted before they are cut off: half a secret would not be known for one.
    return names.slice(0, 10).map((name) => maskNumbersIn(this.#authorisation.redact(name)).slice(0, 40));
  }

  #read<Body, Result>(command: MiddlewareCommand<Body, Result>, answer: HttpAnswer, sent: SentRequest | undefined): Result {
    const answered = readJsonBody(answer);
    if (isRefusal(answer, answered)) return this.#refuse(command, answer, readErrorBody(answered), sent);
    const failure = findFailureInSuccess(answered);
    if (failure !== undefined) throw this.#contradiction(command, answer, failure, sent);
    if (answered.kind === 'other')
      throw this.#broken(command, answer, 'not_json', `a JSON object was expected, and found ${answered.found}`);
    const value = answered.kind === 'empty' ? {} : answered.value;
    if (command.isPlain?.(value) === true) return command.read(value, answer);
    const read = command.schema.safeParse(value);
    if (!read.success) throw this.#broken(command, answer, 'unexpected_shape', this.#describeShape(read.error.issues, value));
    return command.read(read.data, answer);
  }

  // The names of an answer's fields are not ours: one may be a number, or echo what was sent.
  #broken(
    { operation }: Pick<MiddlewareCommand<never, never>, 'operation'>,
    answer: HttpAnswer,
    reason: BrokenContractReason,
    found: string,
  ): SwitchError {
    return brokenContract({ operation, answer, reason, found: maskNumbersIn(this.#authorisation.redact(found)) });
  }

  /** Names and types of what was found; never a value. */
  #describeShape(issues: readonly ShapeIssue[], value: Readonly<Record<string, unknown>>): string {
    return issues
      .map(({ path, message }) => {
        // Only fields of the top level can break a contract: what lies deeper is extra, and dropped.
        const name = String(path[0]);
        if (!Object.hasOwn(value, name))
          return `${name} is missing (the answer has: ${this.showNames(Object.keys(value)).join(', ') || 'nothing'})`;
        return `${name} is ${nameJsonType(value[name])}, and ${message}`;
      })
      .join('; ');
  }

  #contradiction(
    { operation, path, body }: Pick<MiddlewareCommand<never, never>, 'operation' | 'path' | 'body'>,
    answer: HttpAnswer,
    field: string,
    sent: SentRequest | undefined,
  ): SwitchError {
    const services = { authorisation: this.#authorisation, now: this.#clock.now() };
    return toContradiction({ operation, path, body, sent }, answer, field, services);
  }

  #refuse<Body, Result>(
    command: MiddlewareCommand<Body, Result>,
    answer: HttpAnswer,
    body: ErrorBody,
    sent: SentRequest | undefined,
  ): Result {
    const error = this.#toError(command, answer, body, sent);
    const result = command.recover?.(error, body.wireCode);
    if (result === undefined) throw error;
    return result;
  }

  #toError(
    { operation, path, body }: Pick<MiddlewareCommand<never, never>, 'operation' | 'path' | 'body'>,
    answer: HttpAnswer,
    found: ErrorBody,
    sent: SentRequest | undefined,
  ): SwitchError {
    return toMiddlewareError({ operation, path, body, sent }, answer, found, {
      authorisation: this.#authorisation,
      now: this.#clock.now(),
    });
  }
}

/** What a schema found wrong, as zod reports it; the part that we read. */
interface ShapeIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
