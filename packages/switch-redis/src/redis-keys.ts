import { type BrandId, shortDigest, SwitchError } from '@elasticfunnels/switch-core';

const PREFIX = /^[\w.:-]{1,64}$/;

/**
 * The names of all keys. Each brand's are in one slot of a Redis Cluster: they share the hash tag `{brand}`, which is
 * why braces in a brand's id are escaped.
 */
export class RedisKeys {
  readonly #prefix: string;

  /** @throws SwitchError `CONFIG_INVALID` when the prefix has other signs than letters, digits and `_ . : -` */
  constructor(prefix: string) {
    if (!PREFIX.test(prefix)) {
      const message = 'must be 1 to 64 letters, digits or _ . : -';
      throw new SwitchError(
        'CONFIG_INVALID',
        { issues: [{ path: 'prefix', message }] },
        { message: `The prefix of the keys in Redis ${message}.`, hint: 'Correct the prefix, or leave it out.' },
      );
    }
    this.#prefix = prefix;
  }

  delivery(brandId: BrandId, key: string): string {
    return this.#digested(brandId, 'd', key);
  }

  event(brandId: BrandId, identity: string): string {
    return this.#digested(brandId, 'event', identity);
  }

  call(brandId: BrandId, callId: string): string {
    return this.#digested(brandId, 'call', callId);
  }

  /** The stream of a topic; also the name of the channel that tells of something new in it. */
  topic(brandId: BrandId, agentExtension: string | undefined): string {
    return `${this.brand(brandId)}${agentExtension === undefined ? 'queue' : `agent:${agentExtension}`}`;
  }

  floor(brandId: BrandId, agentExtension: string | undefined): string {
    return `${this.brand(brandId)}floor:${agentExtension === undefined ? 'queue' : `agent:${agentExtension}`}`;
  }

  epoch(brandId: BrandId): string {
    return `${this.brand(brandId)}epoch`;
  }

  dial(brandId: BrandId, dialKey: string): string {
    return this.#digested(brandId, 'dial', dialKey);
  }

  dialOutcome(brandId: BrandId, token: string): string {
    return `${this.brand(brandId)}dial-outcome:${token}`;
  }

  /** Which dial a call, or the reference of an accepted dial, came of. */
  dialName(brandId: BrandId, kind: 'call' | 'reference', name: string): string {
    return this.#digested(brandId, `dial-${kind}`, name);
  }

  /** What all keys of a brand begin with. */
  brand(brandId: BrandId): string {
    return `${this.#prefix}:{${brandId.replace(/[{}%]/g, encodeURIComponent)}}:`;
  }

  // Ids of any length cost the same, and no key can be made to collide with another.
  #digested(brandId: BrandId, kind: string, text: string): string {
    const digest = Buffer.from(shortDigest([text]), 'latin1').toString('base64url');
    return `${this.brand(brandId)}${kind}:${digest}`;
  }
}
