import type { AgentExtension, BrandId } from '../call/ids.ts';
import type { FieldMap } from './reading/field-map.ts';
import type { ScreenPop, ScreenPopEntry } from './screen-pop.ts';
import type { ScreenPopEvent } from './screen-pop-event.ts';

/**
 * Reads one vendor's deliveries.
 *
 * @example const source: ScreenPopSource = { decode: (payload, fieldMap) => readMappedEvent(payload, fieldMap) };
 */
export interface ScreenPopSource {
  /**
   * The canonical event, or undefined when the payload is not one. Must not throw.
   *
   * @param payload parsed JSON, or the fields of a form or a query as a record of texts
   * @param fieldMap what the brand has named its fields, where they differ from the vendor's usual names
   */
  decode(payload: unknown, fieldMap: FieldMap): ScreenPopEvent | undefined;
  /**
   * Why `decode` gives none, for an operator: the fields and what was expected of them, and never a value of the payload.
   * Undefined where it gives an event. Must not throw.
   */
  readonly explain?: (payload: unknown, fieldMap: FieldMap) => string | undefined;
}

/** What became of an attempt to claim a delivery. */
export type ClaimResult =
  | { readonly status: 'claimed'; readonly claim: DeliveryClaim }
  /** Another attempt has it under way; if that one dies, its claim expires. Ask again. */
  | { readonly status: 'held' }
  /** It has been published already. */
  | { readonly status: 'published' };

/** The right to publish one delivery. One that is neither confirmed nor released expires, so a crash loses nothing. */
export interface DeliveryClaim {
  /** It was published: nobody publishes it again for as long as senders redeliver (four days or more). */
  confirm(): Promise<void>;
  /** Publishing failed: the sender's next try may claim it again. Does nothing to a claim that has expired. */
  release(): Promise<void>;
}

/**
 * Remembers which deliveries have been published, so that each is published once, on all nodes.
 *
 * @example const result = await ledger.claim(brandId, ['id:msg_1', 'event:...']);
 */
export interface DeliveryLedger {
  /**
   * All the keys or none. `published` if one of them has been, else `held` if one of them is.
   *
   * @param keys what makes the delivery this one: its id, and brand, call, event and time
   */
  claim(brandId: BrandId, keys: readonly string[]): Promise<ClaimResult>;
  close(): Promise<void>;
}

/** Whose screens: one agent's of a brand, or without an agent the brand's queue. Never everyone's. */
export interface ScreenPopTopic {
  readonly brandId: BrandId;
  readonly agentExtension?: AgentExtension;
}

/** How a subscription begins. */
export interface SubscribeOptions {
  /** The id of the last entry that was seen: those after it come first. Absent: from now on. */
  readonly after?: string;
  /** Entries after `after` are no longer kept, so some may have been missed. Those that are kept follow. */
  readonly onGap?: () => void;
  /** The channel was closed: nothing more comes. Not called when the subscription is closed by who has it. */
  readonly onClose?: () => void;
}

/** Ends when it is closed. */
export interface ScreenPopSubscription extends AsyncDisposable {
  /** What to resume after as long as no entry has come: whoever reconnects without one would begin at that later moment. */
  readonly startedAfter: string;
  close(): Promise<void>;
}

/**
 * Brings screen pops to the agents' screens.
 *
 * @example await using subscription = await channel.subscribe({ brandId, agentExtension }, (entry) => show(entry));
 */
export interface ScreenPopChannel {
  /**
   * To the agent whom the event names, else to the brand's queue. The same brand, call, event and time is published once:
   * a second time gives the first entry, so that a node that died between publishing and confirming shows nothing twice.
   */
  publish(pop: ScreenPop): Promise<ScreenPopEntry>;
  /** `receive` gets the entries in order, each once; it may be called before the subscription is returned. Must not throw. */
  subscribe(
    topic: ScreenPopTopic,
    receive: (entry: ScreenPopEntry) => void,
    options?: SubscribeOptions,
  ): Promise<ScreenPopSubscription>;
  close(): Promise<void>;
}
