import { parseObject, type Exchange } from '../wire/exchange.ts';
import type { MiddlewareLink } from '../wire/middleware-link.ts';
import { isAnswer } from '../wire/send-request.ts';

/** When the agent's last call ended, and whether wrap-up follows it. */
export interface LastEnd {
  /** On the monotonic clock. */
  readonly atMs: number;
  readonly wrapUp: boolean;
}

/** Every call that the run started, read from what was exchanged, so that each is hung up in the end. */
export class CallLedger {
  readonly #link: MiddlewareLink;
  readonly #open = new Set<string>();
  readonly #ended: string[] = [];
  readonly #stuck = new Set<string>();
  #nameless = 0;
  #lastEnd: LastEnd | undefined;

  constructor(link: MiddlewareLink) {
    this.#link = link;
    link.onExchange((exchange) => this.#read(exchange));
  }

  /** Calls of this run that ended, the last first. */
  listEnded(): readonly string[] {
    return this.#ended.toReversed();
  }

  get lastEnd(): LastEnd | undefined {
    return this.#lastEnd;
  }

  /** A call that somebody else started on behalf of the run. */
  adopt(callId: string): void {
    this.#open.add(callId);
  }

  /** Hangs up what is still open; goes on after an interruption only when it is not `bounded`. */
  async hangUpAll({ bounded = true }: { readonly bounded?: boolean } = {}): Promise<void> {
    // In the end everything once more; in between, what could not be hung up would only cost time.
    const calls = [...this.#open].filter((id) => !bounded || !this.#stuck.has(id));
    // In the end all at once: a middleware that has stopped answering is waited for once, not once a call.
    if (!bounded) await Promise.all(calls.map((callId) => this.#hangUp(callId, bounded)));
    else for (const callId of calls) await this.#hangUp(callId, bounded);
  }

  async #hangUp(callId: string, bounded: boolean): Promise<void> {
    const context = { checkId: undefined, expects: 'anything' } as const;
    await this.#link.post('hangup', JSON.stringify({ call_id: callId }), context, { bounded });
    if (this.#open.has(callId)) this.#stuck.add(callId);
  }

  /** What may still be ringing when the run is over, for a person. */
  describeLeftovers(): readonly string[] {
    const calls = [...this.#open].map((id) => `The call ${id} could not be hung up: it may still be under way.`);
    if (this.#nameless === 0) return calls;
    return [...calls, `${this.#nameless} dial(s) gave no call id: what they started could not be hung up.`];
  }

  #read({ operation, request, end }: Exchange): void {
    if (operation === 'makeCall') this.#readDial(end);
    if (operation !== 'hangup' || !isAnswer(end)) return;
    const callId = parseObject(request.body)?.['call_id'];
    const body = parseObject(end.body);
    const done = end.status >= 200 && end.status <= 299 && body?.['success'] !== false;
    // Not 404: a middleware that garbles its ids knows none of them, and the call goes on.
    const gone = end.status === 410 || body?.['code'] === 'call_ended';
    if (typeof callId !== 'string' || !(done || gone) || !this.#open.delete(callId)) return;
    this.#ended.push(callId);
    this.#lastEnd = { atMs: performance.now(), wrapUp: body?.['wrap_up_required'] === true };
  }

  #readDial(end: Exchange['end']): void {
    if (!isAnswer(end)) {
      this.#nameless += 1;
      return;
    }
    const body = parseObject(end.body);
    if (end.status < 200 || end.status > 299 || body?.['success'] === false) return;
    // Also where the contract is broken: a number is hung up as its text, and so is an id of another name.
    const id = body?.['call_id'] ?? body?.['callId'] ?? body?.['id'];
    if ((typeof id === 'string' && id !== '') || typeof id === 'number') this.#open.add(String(id));
    else this.#nameless += 1;
  }
}
