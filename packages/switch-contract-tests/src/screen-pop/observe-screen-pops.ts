import { systemClock } from '@elasticfunnels/switch-core';
import { type Arrival, type Attempt, eventKeyOf, type Reply, TAKEN } from './arrival.ts';
import { CallNotBroughtError } from './bring-call.ts';
import { describeAttempt } from './describe-attempt.ts';
import { EventLog, findTaken, listRepeated, type ObservedEvent } from './observed-event.ts';
import type { ScreenPopMeans } from './screen-pop-means.ts';

/** Why a call was not heard of. */
export type Absence = { readonly kind: 'not-arrived' } | { readonly kind: 'not-brought'; readonly reason: string };

/** What is asked of an observation. */
export interface ObservationOptions {
  readonly means: ScreenPopMeans;
  /** Whether deliveries are refused, and left without an answer, to see them come again. */
  readonly redeliveries: boolean;
  readonly signal: AbortSignal;
  /** A line for the person who waits. */
  readonly say: (line: string) => void;
}

/** How long a sender that heeds it waits, in seconds. */
export const RETRY_AFTER_SECONDS = 1;

/** How many calls a run asks for: two, to see that two events are two. */
const CALLS = 2;
const REFUSED: Reply = { kind: 'status', status: 500 };
const BUSY: Reply = { kind: 'status', status: 503, retryAfterSeconds: RETRY_AFTER_SECONDS };

/** Two calls, heard of through the webhook: what was sent, how it was answered, and what came again. */
export class ScreenPopObservation {
  readonly #options: ObservationOptions;
  readonly #log = new EventLog();
  /** By the number of the call. */
  readonly absences: Map<number, Absence> = new Map<number, Absence>();

  constructor(options: ObservationOptions) {
    this.#options = options;
    const { receiver, secret } = options.means;
    receiver.handle((raw) => {
      const arrival: Arrival = { ...raw, verification: secret.verifier.verify(raw.delivery) };
      const attempt = this.#log.add(eventKeyOf(arrival), arrival);
      const event = this.#log.list().find(({ attempts }) => attempts.includes(attempt));
      if (event !== undefined) options.say(describeAttempt(event, attempt));
      return { reply: attempt.reply, ended: (end) => this.#log.end(attempt, end) };
    });
  }

  list(): readonly ObservedEvent[] {
    return this.#log.list();
  }

  find(call: number): ObservedEvent | undefined {
    return this.#log.find(call);
  }

  /** Has the calls come in, one after the other, and hears each out. */
  async hearCalls(): Promise<void> {
    const { redeliveries, means } = this.#options;
    const silence: Reply = { kind: 'silence', forMs: means.patience.slowMs };
    await this.#hearCall(1, redeliveries ? [REFUSED, silence, TAKEN] : [TAKEN]);
    if (this.absences.size > 0) return;
    // A sender that never came back after the 500 is asked about the silence by its second call.
    const cameBack = (this.find(1)?.attempts.length ?? 0) > 1;
    await this.#hearCall(2, redeliveries ? [cameBack ? BUSY : silence, TAKEN] : [TAKEN]);
  }

  /** Waits for what should not come: the same once more, after it was taken. */
  async watchQuiet(): Promise<void> {
    const isRepeated = (): boolean => this.list().some((event) => listRepeated(event).length > 0);
    await this.#until(isRepeated, this.#options.means.patience.quietMs);
  }

  async #hearCall(call: number, script: readonly Reply[]): Promise<void> {
    const { means, say, signal } = this.#options;
    const { arrivalMs } = means.patience;
    this.#log.expect(call, script);
    if (means.byPerson) say(`Now have call ${call} of ${CALLS} come in, and let it ring. Waiting up to ${arrivalMs / 1000} s.`);
    else say(`Call ${call} of ${CALLS} is being made …`);
    const ended = new AbortController();
    const stop = (): void => ended.abort();
    signal.addEventListener('abort', stop, { once: true });
    const brought = means.bring({ number: call, signal: ended.signal }).catch((error: unknown) => {
      const reason = error instanceof CallNotBroughtError ? error.message : 'the call could not be made to come in';
      // The call may have been announced all the same: then nobody asks why.
      if (this.find(call) === undefined) this.absences.set(call, { kind: 'not-brought', reason });
      stop();
    });
    const isHeard = (): boolean => this.find(call) !== undefined;
    const arrived = await this.#until(isHeard, arrivalMs, ended.signal);
    if (!arrived && !this.absences.has(call)) this.absences.set(call, { kind: 'not-arrived' });
    if (arrived) await this.#hearOut(call, script);
    stop();
    signal.removeEventListener('abort', stop);
    await brought;
  }

  /** Until it was taken, or the sender has not come back for as long as it is waited for. */
  async #hearOut(call: number, script: readonly Reply[]): Promise<void> {
    const { redeliveryMs, slowMs } = this.#options.means.patience;
    const attempts = (): readonly Attempt[] => this.find(call)?.attempts ?? [];
    for (const [index, reply] of script.entries()) {
      const patience = reply.kind === 'silence' ? slowMs + 1_000 : 1_000;
      await this.#until(() => attempts()[index]?.endedMs !== undefined, patience);
      const event = this.find(call);
      if (event === undefined || findTaken(event) !== undefined || index === script.length - 1) return;
      if (!(await this.#until(() => attempts().length > index + 1, redeliveryMs))) return;
    }
  }

  /** Whether it came to hold before the time was over or the run was. */
  async #until(holds: () => boolean, forMs: number, signal: AbortSignal = this.#options.signal): Promise<boolean> {
    if (holds() || signal.aborted) return holds();
    return new Promise((resolve) => {
      const settle = (): void => {
        cancel();
        ignore();
        signal.removeEventListener('abort', settle);
        resolve(holds());
      };
      const cancel = systemClock.setTimer(forMs, settle);
      const ignore = this.#log.onChange(() => {
        if (holds()) settle();
      });
      signal.addEventListener('abort', settle, { once: true });
    });
  }
}
