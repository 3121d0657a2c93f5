import { randomBytes } from 'node:crypto';
import type { BrandId } from '../../call/ids.ts';
import { SwitchError } from '../../errors/switch-error.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Logger, silentLogger } from '../../runtime/logger.ts';
import { advanceCall, type CallProgress } from './call-state.ts';
import { digestOf } from './digest.ts';
import { describeEventIdentity } from './event-identity.ts';
import { ExpiringMap } from './expiring-map.ts';
import { PUBLISHED_MS } from './in-process-delivery-ledger.ts';
import { ChannelSubscription } from './channel-subscription.ts';
import type { ScreenPop, ScreenPopEntry } from '../screen-pop.ts';
import type { ScreenPopChannel, ScreenPopSubscription, ScreenPopTopic, SubscribeOptions } from '../screen-pop-ports.ts';
import { TopicLog } from './topic-log.ts';

/** What the in-process channel may be given beside its clock. */
export interface InProcessScreenPopChannelOptions {
  readonly logger?: Logger;
  /** How many entries each topic keeps for those who resume. */
  readonly entriesPerTopic?: number;
  /** How many entries are kept in all; beyond that the topics that have been quiet longest lose theirs. */
  readonly maxEntries?: number;
  /** For how long entries are kept, in milliseconds. */
  readonly keptMs?: number;
  /** How many events, and how many calls' states, are remembered, each for four days at most. */
  readonly maxEvents?: number;
}

/** What is remembered of an event, and as long as it is the latest of its call also of the call. */
interface Published extends CallProgress {
  readonly sequence: number;
  readonly expiresAtMs: number;
}

const DEFAULTS = { entriesPerTopic: 1_000, maxEntries: 100_000, keptMs: 60 * 60 * 1_000, maxEvents: 200_000 };

/** The screen-pop channel of one process. What it keeps is gone when the process ends; who resumes then is told of a gap. */
export class InProcessScreenPopChannel implements ScreenPopChannel {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #limits: typeof DEFAULTS;
  /** Tells this channel's ids from those of the process that ran before. */
  readonly #epoch = randomBytes(6).toString('base64url');
  /** The topic that was published to longest ago comes first. */
  readonly #logs = new Map<string, TopicLog>();
  readonly #subscriptions = new Map<string, Set<ChannelSubscription>>();
  readonly #published: ExpiringMap<Published>;
  readonly #calls: ExpiringMap<Published>;
  #sequence = 0;
  #entries = 0;
  /** The last entry of any topic that is forgotten altogether. */
  #forgottenUpTo = 0;
  /** Until then no topic's last entry is too old, on the monotonic clock. */
  #allFreshUntilMs = 0;
  #closed = false;

  constructor(clock: Clock, { logger = silentLogger, ...limits }: InProcessScreenPopChannelOptions = {}) {
    this.#clock = clock;
    this.#logger = logger;
    this.#limits = { ...DEFAULTS, ...limits };
    const remembered = { clock, maxSize: this.#limits.maxEvents };
    this.#published = new ExpiringMap({ ...remembered, expiresAtMs: ({ expiresAtMs }) => expiresAtMs });
    this.#calls = new ExpiringMap({ ...remembered, expiresAtMs: ({ expiresAtMs }) => expiresAtMs });
  }

  async publish(pop: ScreenPop): Promise<ScreenPopEntry> {
    if (this.#closed) throw closedError();
    const { brandId, event } = pop;
    const topic = describeTopic({ brandId, ...(event.agent && { agentExtension: event.agent.extension }) });
    const identity = digestOf([brandId, describeEventIdentity(event)]);
    const earlier = this.#published.find(identity);
    if (earlier !== undefined) return this.#logs.get(topic)?.find(earlier.sequence) ?? this.#toEntry(earlier, pop);

    const published = this.#advance(brandId, event);
    this.#published.set(identity, published);
    const entry = this.#toEntry(published, pop);
    this.#keep(topic, entry);
    for (const subscription of this.#subscriptions.get(topic) ?? []) subscription.catchUp();
    return entry;
  }

  async subscribe(
    topic: ScreenPopTopic,
    receive: (entry: ScreenPopEntry) => void,
    options: SubscribeOptions = {},
  ): Promise<ScreenPopSubscription> {
    if (this.#closed) throw closedError();
    const text = describeTopic(topic);
    const { position, gap } = this.#findPosition(text, options.after);
    const subscription = new ChannelSubscription({
      log: () => this.#logs.get(text),
      position,
      startedAfter: `${this.#epoch}-${position}`,
      receive,
      options,
      logger: this.#logger,
      onEnd: (ended) => this.#remove(text, ended),
    });
    this.#subscriptions.set(text, (this.#subscriptions.get(text) ?? new Set()).add(subscription));
    if (gap) subscription.tellGap();
    subscription.catchUp();
    return subscription;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const subscriptions of this.#subscriptions.values()) for (const each of subscriptions) each.endWithChannel();
    this.#subscriptions.clear();
  }

  #advance(brandId: BrandId, { callId, event }: ScreenPop['event']): Published {
    const call = digestOf([brandId, callId]);
    const { callState, late } = advanceCall(this.#calls.find(call)?.callState, event);
    this.#sequence += 1;
    const published = { sequence: this.#sequence, callState, late, expiresAtMs: this.#clock.monotonicMs() + PUBLISHED_MS };
    this.#calls.set(call, published);
    return published;
  }

  #toEntry({ sequence, callState, late }: Published, pop: ScreenPop): ScreenPopEntry {
    return { id: `${this.#epoch}-${sequence}`, pop, callState, late };
  }

  #keep(topic: string, entry: ScreenPopEntry): void {
    const { entriesPerTopic, maxEntries, keptMs } = this.#limits;
    const now = this.#clock.monotonicMs();
    const log = this.#logs.get(topic) ?? new TopicLog(this.#forgottenUpTo);
    this.#logs.delete(topic);
    this.#logs.set(topic, log);
    log.append({ sequence: this.#sequence, publishedAtMs: now, entry });
    this.#entries += 1 - log.trim(entriesPerTopic, now - keptMs);
    // A walk from the front passes each time all the places that topics have left there on their way to the back.
    if (this.#entries > maxEntries || now >= this.#allFreshUntilMs) this.#dropQuietest(log, now);
  }

  #dropQuietest(newest: TopicLog, now: number): void {
    const { maxEntries, keptMs } = this.#limits;
    for (const [text, quietest] of this.#logs) {
      const staleAtMs = (quietest.last?.publishedAtMs ?? now) + keptMs;
      this.#allFreshUntilMs = staleAtMs;
      if (quietest === newest || !(staleAtMs <= now || this.#entries > maxEntries)) return;
      this.#logs.delete(text);
      this.#entries -= quietest.size;
      this.#forgottenUpTo = Math.max(this.#forgottenUpTo, quietest.last?.sequence ?? 0);
    }
  }

  #findPosition(topic: string, after: string | undefined): { position: number; gap: boolean } {
    if (after === undefined) return { position: this.#sequence, gap: false };
    const log = this.#logs.get(topic);
    const [, epoch, digits = ''] = /^(.*)-(\d{1,15})$/.exec(after) ?? [];
    const position = Number(digits);
    // Of another process, or made up: whatever is kept may be news.
    if (epoch !== this.#epoch || position > this.#sequence) return { position: 0, gap: true };
    return { position, gap: position < (log?.droppedUpTo ?? this.#forgottenUpTo) };
  }

  #remove(topic: string, subscription: ChannelSubscription): void {
    const subscriptions = this.#subscriptions.get(topic);
    subscriptions?.delete(subscription);
    if (subscriptions?.size === 0) this.#subscriptions.delete(topic);
  }
}

function describeTopic({ brandId, agentExtension }: ScreenPopTopic): string {
  return JSON.stringify(agentExtension === undefined ? [brandId] : [brandId, agentExtension]);
}

function closedError(): SwitchError {
  const hint = 'Nothing to check: the process is shutting down, and the sender will deliver again.';
  return new SwitchError('CLOSED', {}, { message: 'The screen-pop channel is closed.', hint });
}
