import { joinUrl } from '../config/base-url.ts';

/** A URL below a base. */
export interface PathUrl {
  /** Shared by all requests to the path: whoever changes it takes a copy. */
  readonly url: URL;
  /** As logs may show it: without a query. */
  readonly shown: string;
}

/** A driver has a handful of paths; one that puts ids into them has any number, and those are not worth keeping. */
const MOST_KEPT = 64;

/** The URLs of a driver's paths; parsing one for each request costs as much as checking its body. */
export class PathUrls {
  readonly #base: URL;
  readonly #kept = new Map<string, PathUrl>();

  constructor(base: URL) {
    this.#base = base;
  }

  /** @throws SwitchError `INTERNAL` for a path that does not lie below the base. */
  get(path: string): PathUrl {
    const kept = this.#kept.get(path);
    if (kept !== undefined) return kept;
    const url = joinUrl(this.#base, path);
    const found = { url, shown: `${url.origin}${url.pathname}` };
    if (this.#kept.size < MOST_KEPT) this.#kept.set(path, found);
    return found;
  }
}
