import type { Clock } from '../runtime/clock.ts';
import {
  type HttpAnswer,
  type HttpTransport,
  type OriginRefusal,
  TransportFailure,
  type TransportFault,
  type TransportRequest,
} from './http-transport.ts';
import { OriginBreaker } from './origin-breaker.ts';
import type { OriginLimits } from './origin-limits.ts';
import { OriginWatch, type OriginWatchServices } from './origin-watch.ts';
import { describeSilence } from './silent-origin.ts';

/** Whoever gives up sooner than this, in milliseconds, says nothing of the origin by it. */
const PATIENCE_MS = 1_000;

/** Of how many origins something is remembered; those with requests under way come on top. */
const MAX_ORIGINS = 10_000;

/** What is known of one origin. */
interface Origin {
  readonly name: string;
  readonly breaker: OriginBreaker;
  underWay: number;
  last: { readonly fault: TransportFault; readonly sent: boolean } | undefined;
}

/** What it works with, and how much it remembers. */
export interface OriginGuardServices extends OriginWatchServices {
  readonly limits: OriginLimits;
  /** Of how many origins something is remembered; 10,000 unless given. */
  readonly maxOrigins?: number;
}

/**
 * A transport that keeps one origin from harming the others: it bounds what is under way to each, and refuses requests to
 * one that gave no answer so many times in a row, until it is tried again.
 *
 * Only silence counts: whatever answers, be it with 503, is there, and says more than a refusal of ours could. Requests
 * are passed on once and unchanged, or refused before anything was sent.
 */
export class OriginGuardedTransport implements HttpTransport {
  readonly #transport: HttpTransport;
  readonly #limits: OriginLimits;
  readonly #clock: Clock;
  readonly #watch: OriginWatch;
  readonly #maxOrigins: number;
  readonly #origins = new Map<string, Origin>();

  constructor(transport: HttpTransport, services: OriginGuardServices) {
    this.#transport = transport;
    this.#limits = services.limits;
    this.#clock = services.clock;
    this.#watch = new OriginWatch(services);
    this.#maxOrigins = services.maxOrigins ?? MAX_ORIGINS;
  }

  /** How many origins something is known of. */
  get originCount(): number {
    return this.#origins.size;
  }

  async request(request: TransportRequest): Promise<HttpAnswer> {
    const origin = this.#get(request.url.origin);
    const { underWay: limit } = this.#limits;
    if (origin.underWay >= limit) throw this.#refusal(request, { kind: 'over_limit', limit });
    const onTrial = origin.breaker.open && this.#isTrial(origin, request);
    origin.underWay += 1;
    try {
      const answer = await this.#transport.request(request);
      if (origin.breaker.answered()) this.#watch.closed(origin.name);
      return answer;
    } catch (failure) {
      this.#judge(origin, failure, request, onTrial);
      throw failure;
    } finally {
      origin.underWay -= 1;
    }
  }

  async close(): Promise<void> {
    this.#watch.close();
    await this.#transport.close();
  }

  #isTrial({ breaker, last }: Origin, request: TransportRequest): boolean {
    const nowMs = this.#clock.monotonicMs();
    const admission = breaker.admit(request.purpose ?? 'once', request.timeoutMs, nowMs);
    if (typeof admission === 'string' || last === undefined) return admission === 'trial';
    const retryInMs = admission.retryAtMs - nowMs;
    const retryAt = new Date(this.#clock.now().getTime() + retryInMs);
    throw this.#refusal(request, { kind: 'breaker_open', last: last.fault, lastSent: last.sent, retryAt, retryInMs });
  }

  #refusal({ url }: TransportRequest, fault: OriginRefusal): TransportFailure {
    this.#watch.refused(url.origin, fault.kind);
    return new TransportFailure(fault, { sent: false, host: url.host });
  }

  #judge(origin: Origin, failure: unknown, { timeoutMs }: TransportRequest, onTrial: boolean): void {
    const { breaker, name } = origin;
    if (onTrial) breaker.trialEnded();
    if (!(failure instanceof TransportFailure)) return;
    if (isAnswer(failure.fault) && breaker.answered()) this.#watch.closed(name);
    if (!isSilence(failure.fault, timeoutMs)) return;
    // Not the failure itself: its stack and its cause hold the connection that failed, as long as the origin is remembered.
    origin.last = { fault: failure.fault, sent: failure.sent };
    const wasOpen = breaker.open;
    const nowMs = this.#clock.monotonicMs();
    if (!breaker.failed(onTrial ? 'trial' : 'through', nowMs)) return;
    const retryInMs = (breaker.openUntilMs ?? nowMs) - nowMs;
    const { reason } = describeSilence(failure.fault, failure.sent);
    if (wasOpen) this.#watch.openedAgain(name, reason, retryInMs);
    else this.#watch.opened(name, reason, retryInMs);
  }

  #get(name: string): Origin {
    const known = this.#origins.get(name);
    if (known !== undefined) return known;
    if (this.#origins.size >= this.#maxOrigins) this.#forget();
    const origin: Origin = { name, breaker: new OriginBreaker(this.#limits), underWay: 0, last: undefined };
    this.#origins.set(name, origin);
    return origin;
  }

  // All that nothing is lost by, at once, so that it costs each request next to nothing; then the oldest tenth.
  #forget(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const { name, breaker, underWay } of this.#origins.values()) {
      if (underWay === 0 && breaker.isFresh(nowMs)) this.#origins.delete(name);
    }
    const enough = Math.floor(this.#maxOrigins * 0.9);
    for (const { name, breaker, underWay } of this.#origins.values()) {
      if (this.#origins.size <= enough) return;
      if (underWay > 0) continue;
      this.#origins.delete(name);
      if (breaker.open) this.#watch.forgotten();
    }
  }
}

/** An answer that cannot be read is one: the origin is there. */
function isAnswer({ kind }: TransportFault): boolean {
  return kind === 'too_large' || kind === 'encoded';
}

const SILENT: readonly TransportFault['kind'][] = ['dns', 'connect', 'tls', 'lost'];

/** Whether the origin gave no answer; what is neither this nor an answer says nothing of it. */
function isSilence({ kind }: TransportFault, timeoutMs: number): boolean {
  return kind === 'timed_out' ? timeoutMs >= PATIENCE_MS : SILENT.includes(kind);
}
