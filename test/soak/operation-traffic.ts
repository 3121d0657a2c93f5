import { setTimeout as pause } from 'node:timers/promises';
import {
  type CallOptions,
  type CallReference,
  parseAgentExtension,
  parseCallId,
  type PhoneSwitch,
  SwitchError,
  type SwitchHost,
  waitForRecording,
} from '@elasticfunnels/switch-core';
import { type DialBook, type Intent, numberOf } from './dial-book.ts';
import type { OutcomeTally } from './outcome-tally.ts';
import { AGENTS_PER_BRAND, type SoakBrand } from './soak-brands.ts';

/** What traffic is made of. */
export interface TrafficParts {
  readonly host: () => SwitchHost;
  /** Those at work. */
  readonly brands: readonly SoakBrand[];
  readonly perSecond: number;
  readonly random: () => number;
  readonly book: DialBook;
  readonly tally: OutcomeTally;
  /** Signals that outlive thousands of operations, as a session's or a process's does. */
  readonly sessions: readonly AbortSignal[];
}

type Kind = 'dial' | 'connect' | 'hangup' | 'transfer' | 'recording' | 'wait for recording';

interface KnownCall {
  readonly brand: SoakBrand;
  readonly call: CallReference;
}

const TICK_MS = 20;
const DEADLINE_MS = 2_500;
const MOST_UNDER_WAY = 3_000;
const CALLS_KNOWN = 256;
const SHARES: readonly (readonly [Kind, number])[] = [
  ['dial', 0.32],
  ['hangup', 0.2],
  ['recording', 0.2],
  ['transfer', 0.12],
  ['connect', 0.14],
  ['wait for recording', 0.02],
];
const ABORTED_SHARE = 0.1;
const SHORT_DEADLINE_SHARE = 0.1;
const DOUBLE_CLICK_SHARE = 0.2;
const REPEATED_SHARE = 0.3;
const REPEATED_WITHIN_MS = 4_000;
const OWN_KEY_SHARE = 0.5;
const UNKNOWN_CALL_SHARE = 0.05;

/** Operations of all kinds at a rate that does not wait for answers; none of it is remembered but in counters. */
export class OperationTraffic {
  readonly #parts: TrafficParts;
  readonly #calls: (KnownCall | undefined)[] = Array.from({ length: CALLS_KNOWN });
  #timer: NodeJS.Timeout | undefined;
  #next = 0;
  #due = 0;
  #lastTickMs = 0;
  #underWay = 0;
  #heldBack = 0;

  constructor(parts: TrafficParts) {
    this.#parts = parts;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** Operations that were due while there were too many under way. */
  get heldBack(): number {
    return this.#heldBack;
  }

  start(): void {
    this.#lastTickMs = performance.now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Asks for nothing more, and waits for what is under way; false when that took longer than `patienceMs`. */
  async stop(patienceMs: number): Promise<boolean> {
    clearInterval(this.#timer);
    const until = performance.now() + patienceMs;
    while (this.#underWay > 0 && performance.now() < until) await pause(TICK_MS);
    this.#calls.fill(undefined);
    return this.#underWay === 0;
  }

  #tick(): void {
    const now = performance.now();
    this.#due += ((now - this.#lastTickMs) * this.#parts.perSecond) / 1_000;
    this.#lastTickMs = now;
    for (; this.#due >= 1; this.#due -= 1) {
      if (this.#underWay < MOST_UNDER_WAY) void this.#performOne();
      else this.#heldBack += 1;
    }
  }

  async #performOne(): Promise<void> {
    this.#underWay += 1;
    try {
      const kind = this.#pickKind();
      if (kind === 'dial') await this.#dial(this.#pick(this.#parts.brands));
      else if (kind === 'connect') await this.#connect(this.#pick(this.#parts.brands));
      else await this.#control(kind);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #dial(brand: SoakBrand): Promise<void> {
    const { book, random } = this.#parts;
    const intent = book.begin(brand.home === 'middleware');
    if (intent === undefined) return;
    const agentExtension = parseAgentExtension(String(this.#pickExtension(brand)));
    const key = random() < OWN_KEY_SHARE ? { idempotencyKey: `intent-${intent}` } : {};
    const startedAtMs = performance.now();
    const calls: KnownCall[] = [];
    const click = async (): Promise<boolean> => {
      // Later than that it would be another intent: the guard's window may be over.
      if (performance.now() - startedAtMs > REPEATED_WITHIN_MS) return false;
      return this.#click({ brand, intent, agentExtension, key, calls });
    };
    const clicks = [click()];
    if (random() < DOUBLE_CLICK_SHARE) {
      if (random() < 0.5) await pause(random() * 60);
      clicks.push(click());
    }
    const inDoubt = (await Promise.all(clicks)).includes(true);
    // As a platform does that did not hear how its dial ended: the same intent, and within the guard's window.
    if (inDoubt && random() < REPEATED_SHARE) await click();
    // Only now: once the call is hung up, a click would rightly ring again.
    for (const call of calls.slice(0, 1)) this.#remember(call);
  }

  /** @returns whether nobody knows how it ended */
  async #click({ brand, intent, agentExtension, key, calls }: Click): Promise<boolean> {
    const { book } = this.#parts;
    let doubt = false;
    await this.#run('dial', brand, async (phone, options) => {
      try {
        const result = await phone.makeCall({ agentExtension, destination: numberOf(intent) }, { ...options, ...key });
        book.tell(intent, 'placed');
        if (result.status === 'placed' && brand.home === 'middleware') calls.push({ brand, call: result.call });
        return result.replayed === true ? `${result.status} (joined)` : result.status;
      } catch (error) {
        doubt = !(SwitchError.is(error) && error.effect === 'none');
        book.tell(intent, doubt ? 'doubt' : 'nothing');
        throw error;
      }
    });
    return doubt;
  }

  #connect(brand: SoakBrand): Promise<void> {
    return this.#run('connect', brand, async (phone, options) => (await phone.connect(options)).status);
  }

  #control(kind: Exclude<Kind, 'dial' | 'connect'>): Promise<void> {
    const { random, brands } = this.#parts;
    const known = random() < UNKNOWN_CALL_SHARE ? undefined : this.#pick(this.#calls);
    const { brand, call } = known ?? { brand: this.#pick(brands), call: { callId: parseCallId('299999999999999') } };
    return this.#run(kind, brand, async (phone, options) => {
      if (kind === 'hangup') return (await phone.hangupCall(call, options)).status;
      if (kind === 'recording') return (await phone.getCallRecordingUrl(call, options)).status;
      if (kind === 'wait for recording') return (await waitForRecording(phone, call, options)).status;
      const targetExtension = String(this.#pickExtension(brand));
      return (await phone.transferCall({ call, targetExtension, kind: 'blind' }, options)).status;
    });
  }

  /** Runs one operation with a deadline and a signal, and counts how it ended. Never rejects. */
  async #run(
    kind: Kind,
    brand: SoakBrand,
    work: (phone: PhoneSwitch, options: CallOptions & { readonly deadlineMs: number }) => Promise<string>,
  ): Promise<void> {
    const { host, tally, random } = this.#parts;
    const startedAtMs = performance.now();
    const bounds = this.#pickBounds(random());
    try {
      const phone = await host().phoneSwitch(brand.id);
      tally.result(kind, await work(phone, bounds.options), performance.now() - startedAtMs);
    } catch (error) {
      tally.failure(kind, brand, error, performance.now() - startedAtMs);
    } finally {
      bounds.end();
    }
  }

  #pickBounds(chance: number): { readonly options: CallOptions & { readonly deadlineMs: number }; readonly end: () => void } {
    const { random, sessions } = this.#parts;
    const deadlineMs = chance < SHORT_DEADLINE_SHARE ? 1 + Math.floor(random() * 150) : DEADLINE_MS;
    if (chance > 1 - ABORTED_SHARE) {
      const caller = new AbortController();
      const timer = setTimeout(() => caller.abort(), random() * 40);
      return { options: { deadlineMs, signal: caller.signal }, end: () => clearTimeout(timer) };
    }
    const options = random() < 0.5 ? { deadlineMs, signal: this.#pick(sessions) } : { deadlineMs };
    return { options, end: () => {} };
  }

  #remember(known: KnownCall): void {
    this.#calls[this.#next % CALLS_KNOWN] = known;
    this.#next += 1;
  }

  #pickExtension({ firstExtension }: SoakBrand): number {
    return firstExtension + Math.floor(this.#parts.random() * AGENTS_PER_BRAND);
  }

  #pickKind(): Kind {
    let at = this.#parts.random();
    for (const [kind, share] of SHARES) {
      if (at < share) return kind;
      at -= share;
    }
    return 'connect';
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#parts.random() * items.length)] as T;
  }
}

interface Click {
  readonly brand: SoakBrand;
  readonly intent: Intent;
  readonly agentExtension: ReturnType<typeof parseAgentExtension>;
  readonly key: { readonly idempotencyKey?: string };
  /** Where a call goes that was placed. */
  readonly calls: KnownCall[];
}
