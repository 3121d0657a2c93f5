/** One way in which the product may be broken: what takes the place of a piece of its source. */
export interface SourceChange {
  /** How the path of the file ends. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The names of the ways. */
export type Mutation = 'confirms-late' | 'publishes-again' | 'acknowledges-first' | 'resumes-nowhere' | 'forgets-the-order';

/** What each changes. One that finds nothing to change is an error: the product has moved on, and this has to follow. */
export const MUTATIONS: Readonly<Record<Mutation, SourceChange>> = {
  // Harmless, and allowed: it only gives a killer more time between publishing and confirming.
  'confirms-late': {
    file: '/switch-redis/src/redis-delivery-ledger.ts',
    from: 'confirm: async () => {',
    to: 'confirm: async () => { await new Promise((resolve) => setTimeout(resolve, 150));',
  },
  // The channel takes each publish for the first one.
  'publishes-again': {
    file: '/switch-redis/src/scripts.ts',
    from: "local known = redis.call('GET', KEYS[1])",
    to: 'local known = false',
  },
  // The sender is told 200 as soon as the delivery is claimed, and the work is done behind its back.
  'acknowledges-first': {
    file: '/core/src/screen-pop/receiver/delivery-pipeline.ts',
    from: 'return this.#publish(delivery, result.claim);',
    to: "setTimeout(() => void this.#publish(delivery, result.claim), 150); return 'published';",
  },
  // What the browser has seen last is not looked at.
  'resumes-nowhere': {
    file: '/core/src/screen-pop/channel/screen-pop-event-stream.ts',
    from: "const value = headers['last-event-id'];",
    to: 'const value = headers.nothing;',
  },
  // A late event takes the call back.
  'forgets-the-order': {
    file: '/switch-redis/src/scripts.ts',
    from: "local state = tonumber(redis.call('GET', KEYS[2]) or '-1')",
    to: 'local state = -1',
  },
};
