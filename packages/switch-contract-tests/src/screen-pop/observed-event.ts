import { type Arrival, type Attempt, callIdOf, eventNameOf, isTaken, type Reply, TAKEN } from './arrival.ts';

/** One event of the sender's, and every attempt to deliver it. */
export interface ObservedEvent {
  readonly key: string;
  readonly callId: string | undefined;
  readonly name: string | undefined;
  /** Which call of the run it announced first; undefined for what came besides. */
  readonly ofCall: number | undefined;
  readonly attempts: readonly Attempt[];
}

/** Every delivery of a run, by event, as it comes. */
export class EventLog {
  readonly #events = new Map<string, { readonly event: ObservedEvent; readonly attempts: Attempt[]; script: readonly Reply[] }>();
  readonly #listeners = new Set<() => void>();
  /** The call that is waited for, and how its first event is to be answered, attempt by attempt. */
  #expected: { readonly call: number; readonly script: readonly Reply[] } | undefined;

  /** From now on the first event of a call that was not heard of before is this call's. */
  expect(call: number, script: readonly Reply[]): void {
    this.#expected = { call, script };
  }

  /** Takes a delivery in, and says how it is answered. */
  add(key: string, arrival: Arrival): Attempt {
    const known = this.#events.get(key) ?? this.#open(key, arrival);
    const reply = known.script[known.attempts.length] ?? TAKEN;
    const attempt: Attempt = { arrival, reply, endedMs: undefined, gaveUp: false };
    known.attempts.push(attempt);
    this.#tell();
    return attempt;
  }

  /** An attempt was answered, or the sender had gone. */
  end(attempt: Attempt, { gaveUp }: { readonly gaveUp: boolean }): void {
    attempt.endedMs = performance.now();
    attempt.gaveUp = gaveUp;
    this.#tell();
  }

  list(): readonly ObservedEvent[] {
    return [...this.#events.values()].map(({ event }) => event);
  }

  /** The first event of a call of the run. */
  find(call: number): ObservedEvent | undefined {
    return this.list().find(({ ofCall }) => ofCall === call);
  }

  /** Hears of everything that changes; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #open(
    key: string,
    arrival: Arrival,
  ): { readonly event: ObservedEvent; readonly attempts: Attempt[]; script: readonly Reply[] } {
    const callId = callIdOf(arrival);
    const isNews = callId === undefined || !this.list().some((event) => event.callId === callId);
    const expected = isNews ? this.#expected : undefined;
    if (expected !== undefined) this.#expected = undefined;
    const attempts: Attempt[] = [];
    const event: ObservedEvent = { key, callId, name: eventNameOf(arrival), ofCall: expected?.call, attempts };
    const opened = { event, attempts, script: expected?.script ?? [] };
    this.#events.set(key, opened);
    return opened;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The attempt that was taken, if one was. */
export function findTaken({ attempts }: ObservedEvent): Attempt | undefined {
  return attempts.find(({ reply, endedMs, gaveUp }) => isTaken(reply) && endedMs !== undefined && !gaveUp);
}

/** Attempts that came after one was taken. */
export function listRepeated(event: ObservedEvent): readonly Attempt[] {
  const taken = findTaken(event);
  if (taken === undefined) return [];
  return event.attempts.filter(({ arrival }) => arrival.atMs > (taken.endedMs ?? Number.POSITIVE_INFINITY));
}
