import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { type Answer, withHeaders } from '../contract/answer.ts';
import type { OperationName } from '../contract/operation.ts';
import { answerRefusal, Refusal } from '../contract/refusal.ts';
import { makeCallBody, parseBody, transferBody } from '../contract/requests.ts';
import type { Five9Port } from '../five9/five9-port.ts';
import { translateFive9Error } from '../five9/translate-five9-error.ts';
import { connect } from '../operations/connect.ts';
import { hangup } from '../operations/hangup.ts';
import { makeCall } from '../operations/make-call.ts';
import type { OperationRequest, RecordingLinker } from '../operations/operation-request.ts';
import { recording } from '../operations/recording.ts';
import { transfer } from '../operations/transfer.ts';
import { IdempotencyLedger } from './idempotency-ledger.ts';

/** What the pipeline works with. */
export interface PipelineOptions {
  readonly five9: Five9Port;
  readonly clock: Clock;
  readonly linkRecording: RecordingLinker;
  readonly permits: readonly OperationName[];
  readonly honourKeys: boolean;
  readonly five9TimeoutMs: number;
  /** Hears of failures that nobody foresaw. */
  readonly onFailure: (error: unknown, operation: OperationName, correlationId: string) => void;
}

/** The parts of an HTTP request that an operation needs. */
export interface IncomingOperation {
  /** Who asks, as the authenticator names them. */
  readonly caller: string;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
  readonly id: string;
}

const operations: Readonly<Record<OperationName, (request: OperationRequest) => Promise<Answer>>> = {
  connect,
  makeCall,
  hangup,
  transfer,
  recording,
};

// Dialling and transferring are what must not happen twice; the others are harmless when repeated.
const keyed: ReadonlyMap<OperationName, z.ZodType> = new Map<OperationName, z.ZodType>([
  ['makeCall', makeCallBody],
  ['transfer', transferBody],
]);

/** Answers operations: permission, idempotency, deadline, the operation itself, and the translation of its failure. */
export class OperationPipeline {
  readonly #options: PipelineOptions;
  readonly #ledger: IdempotencyLedger;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#ledger = new IdempotencyLedger(options.clock);
  }

  /** The answer to a request that was authenticated; never rejects. */
  async answer(operation: OperationName, request: IncomingOperation): Promise<Answer> {
    try {
      if (!this.#options.permits.includes(operation)) {
        throw new Refusal(403, 'forbidden', `These credentials do not permit the operation ${operation}.`);
      }
      return await this.#withinDeadline(operation, (signal) => this.#once(operation, request, signal));
    } catch (error) {
      return answerRefusal(translateFive9Error(error, operation));
    }
  }

  async #once(operation: OperationName, request: IncomingOperation, signal: AbortSignal): Promise<Answer> {
    const perform = (): Promise<Answer> => this.#perform(operation, request, signal);
    const schema = keyed.get(operation);
    const key = this.#options.honourKeys ? keyOf(request.headers) : undefined;
    if (schema === undefined || key === undefined) return perform();
    // Only what the contract knows tells two requests apart; a body that breaks it never reaches the ledger.
    const content = { operation, body: parseBody(schema, request.body) };
    const { answer, replayed } = await this.#ledger.once({ scope: request.caller, key, content }, perform);
    return replayed ? withHeaders(answer, { 'idempotent-replayed': 'true' }) : answer;
  }

  async #perform(operation: OperationName, request: IncomingOperation, signal: AbortSignal): Promise<Answer> {
    const { five9, linkRecording, onFailure } = this.#options;
    try {
      const context = { signal, correlationId: request.id };
      return await operations[operation]({ body: request.body, five9, context, linkRecording });
    } catch (error) {
      const refusal = translateFive9Error(error, operation);
      if (refusal.status >= 500) onFailure(error, operation, request.id);
      return answerRefusal(refusal);
    }
  }

  // The deadline stands outside the ledger: a dial that outlives it stays "in progress" there until Five9 has
  // answered, and then the same key replays the truth instead of dialling again.
  #withinDeadline(operation: OperationName, answer: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const { clock, five9TimeoutMs } = this.#options;
    const controller = new AbortController();
    return new Promise((resolve, reject) => {
      const deadline = clock.schedule(five9TimeoutMs, () => {
        const seconds = five9TimeoutMs / 1_000;
        const unknown = operation === 'makeCall' ? '; the call may be ringing' : '';
        reject(new Refusal(504, 'upstream_failed', `Five9 did not answer within ${seconds} s${unknown}.`));
        controller.abort();
      });
      answer(controller.signal)
        .then(resolve, reject)
        .finally(() => deadline.cancel());
    });
  }
}

function keyOf(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const message = 'Idempotency-Key must be 1 to 255 printable ASCII characters.';
  throw new Refusal(400, 'rejected', message, { field: 'Idempotency-Key' });
}
