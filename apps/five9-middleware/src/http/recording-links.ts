import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { Refusal } from '../contract/refusal.ts';
import type { RecordingLinkSettings } from './middleware-settings.ts';

/** The query of a link to a recording. */
export interface RecordingLinkQuery {
  /** Seconds since the epoch. */
  readonly expires: string;
  readonly signature: string;
}

/** Signs links to recordings and checks them: whoever has a link may listen, until it expires. */
export class RecordingLinks {
  readonly #secret: string | Buffer;
  readonly #lifetimeSeconds: number;
  readonly #clock: Clock;

  constructor(settings: RecordingLinkSettings, clock: Clock) {
    this.#secret = settings.secret ?? randomBytes(32);
    this.#lifetimeSeconds = settings.lifetimeSeconds ?? 900;
    this.#clock = clock;
  }

  /** The path and query of a link, and when it expires (RFC 3339). */
  sign(recordingId: string): { readonly pathAndQuery: string; readonly expiresAt: string } {
    const expires = Math.floor(this.#clock.now() / 1_000) + this.#lifetimeSeconds;
    const query = new URLSearchParams({ expires: String(expires), signature: this.#digest(recordingId, expires) });
    return {
      pathAndQuery: `/recordings/${encodeURIComponent(recordingId)}?${query.toString()}`,
      expiresAt: new Date(expires * 1_000).toISOString(),
    };
  }

  /** Throws a refusal: 403 for a signature that is not ours, 410 for a link whose time is over. */
  check(recordingId: string, query: RecordingLinkQuery): void {
    const expected = Buffer.from(this.#digest(recordingId, query.expires));
    const presented = Buffer.from(query.signature);
    if (presented.length !== expected.length || !timingSafeEqual(presented, expected)) {
      throw new Refusal(403, 'forbidden', 'The link to this recording is not valid.');
    }
    if (Number(query.expires) * 1_000 > this.#clock.now()) return;
    throw new Refusal(410, 'recording_expired', 'The link to this recording has expired; ask for a new one.');
  }

  #digest(recordingId: string, expires: string | number): string {
    return createHmac('sha256', this.#secret).update(`${recordingId}\n${expires}`).digest('base64url');
  }
}
