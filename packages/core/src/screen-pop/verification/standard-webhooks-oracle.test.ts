import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { Secret } from '../../config/secret.ts';
import { aDelivery } from './deliveries.test.fixture.ts';
import { generateSigningSecret, hmacSha256, toSigningKey } from './delivery-signature.ts';
import type { Verification } from './delivery-verifier.ts';
import { StandardWebhooksVerifier } from './standard-webhooks-verifier.ts';

// The package reads the machine's own clock.
const NOW = new Date('2026-11-23T09:00:00.000Z');
const NOW_SECONDS = NOW.getTime() / 1000;
beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const text = generateSigningSecret();
const secret = new Secret(text);
const stranger = new Secret(generateSigningSecret());
const verifier = new StandardWebhooksVerifier([secret], { toleranceSeconds: 300, clock: new FakeClock(NOW) });
const oracle = new Webhook(text);

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const ours = ({ headers, body }: Sent): Verification => verifier.verify(aDelivery({ headers, body }));

function oracleAccepts({ headers, body }: Sent): boolean {
  try {
    oracle.verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

function sign(id: string, timestamp: string, body: Buffer | string, by: Secret = secret): string {
  return `v1,${hmacSha256(toSigningKey(by), `${id}.${timestamp}.`, body)}`;
}

function send(id: string, timestamp: string, signatures: string, body: Buffer | string = '{}'): Sent {
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures };
  return { headers, body: Buffer.from(body) };
}

const now = String(NOW_SECONDS);

describe('where the package of the standard is wrong, we refuse what it lets through', () => {
  test.each([
    ['123abc', `${now}abc`],
    [' 123.9', ` ${now}.9`],
  ])('a timestamp like %j', (_like, timestamp) => {
    // Signed by its number, as the package signs it, and by its text.
    const byNumber = send('msg_1', timestamp, sign('msg_1', now, '{}'));
    expect(oracleAccepts(byNumber)).toBe(true);
    expect(ours(byNumber)).toEqual({ verified: false, reason: 'timestamp_malformed' });
    expect(ours(send('msg_1', timestamp, sign('msg_1', timestamp, '{}')))).toEqual({
      verified: false,
      reason: 'timestamp_malformed',
    });
  });

  test('a duplicated signature header, joined into one', () => {
    const right = sign('msg_1', now, '{}');
    const wrong = sign('msg_1', now, '{}', stranger);
    for (const joined of [`${right}, ${right}`, `${right}, ${wrong}`, `${wrong}, ${right}`, `${right},${right}`]) {
      expect(oracleAccepts(send('msg_1', now, joined))).toBe(true);
      expect(ours(send('msg_1', now, joined))).toEqual({ verified: false, reason: 'signature_wrong' });
    }
  });

  test('bytes 0xFF where U+FFFD was signed', () => {
    const forged = send('msg_1', now, sign('msg_1', now, '{"name":"\ufffd"}'), Buffer.from('{"name":"\xff"}', 'latin1'));
    expect(oracleAccepts(forged)).toBe(true);
    expect(ours(forged)).toEqual({ verified: false, reason: 'signature_wrong' });
  });

  test('an id that contains a full stop', () => {
    // Signed with the id msg_1, and a body that begins with digits and a full stop: the border moves.
    const moved = send(`msg_1.${now}`, now, sign('msg_1', now, `${now}.{}`));
    expect(oracleAccepts(moved)).toBe(true);
    expect(ours(moved)).toEqual({ verified: false, reason: 'id_malformed' });
  });

  test('10,000 signatures', () => {
    const wrong = sign('msg_1', now, '{}', stranger);
    const many = send('msg_1', now, `${`${wrong} `.repeat(9_999)}${sign('msg_1', now, '{}')}`);
    expect(oracleAccepts(many)).toBe(true);
    expect(ours(many)).toEqual({ verified: false, reason: 'too_many_signatures' });
  });
});

const id = fc.stringMatching(/^[\x21-\x2d\x2f-\x7e]{1,256}$/);
const offset = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -305, max: 305 }) },
  { weight: 3, arbitrary: fc.constantFrom(-301, -300, 300, 301) },
  { weight: 1, arbitrary: fc.integer() },
);
const body = fc.oneof(fc.string({ unit: 'binary' }), fc.json()).map((content) => Buffer.from(content));
/** Null: the very body that is sent. */
const signedBody = fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: body });
const signature = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('right', 'stranger', 'right v1a', 'stranger', 'cut off', 'doubled') },
  { weight: 1, arbitrary: fc.stringMatching(/^(v1|v1a|v2|),?[A-Za-z0-9+/=]{0,50}$/) },
);

function spell(kind: string, right: string, wrong: string): string {
  if (kind === 'right') return right;
  if (kind === 'stranger') return wrong;
  if (kind === 'right v1a') return right.replace('v1', 'v1a');
  if (kind === 'cut off') return right.slice(0, -2);
  return kind === 'doubled' ? right + right.slice(3) : kind;
}

const sentAsTheStandardHasIt = fc
  .record({ id, offset, body, signatures: fc.array(signature, { maxLength: 12 }), signedBody })
  .map(({ id: anId, offset: by, body: content, signatures, signedBody: other }) => {
    const timestamp = String(Math.max(1, NOW_SECONDS + by));
    const right = sign(anId, timestamp, other ?? content);
    const wrong = sign(anId, timestamp, content, stranger);
    return send(anId, timestamp, signatures.map((kind) => spell(kind, right, wrong)).join(' '), content);
  });

describe('the package of the standard as the oracle', () => {
  test('gives the same verdict on whatever is sent as the standard has it, forged or not', () => {
    const verdicts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(sentAsTheStandardHasIt, (sent) => {
        const accepted = oracleAccepts(sent);
        verdicts[accepted ? 'accepted' : 'refused'] += 1;
        expect(ours(sent).verified).toBe(accepted);
      }),
      { numRuns: 2000, seed: 20261123 },
    );
    // Both, and often: else the property would say nothing.
    expect(Math.min(verdicts.accepted, verdicts.refused)).toBeGreaterThan(200);
  });

  test('never refuses what we believe, whatever the headers and the bytes', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constant(now), fc.constant('msg_1'));
    fc.assert(
      fc.property(
        anything,
        anything,
        fc.array(fc.oneof(signature, anything)),
        fc.uint8Array(),
        (anId, timestamp, list, bytes) => {
          const content = Buffer.from(bytes);
          const right = sign(anId, timestamp, content);
          const wrong = sign(anId, timestamp, content, stranger);
          const sent = send(anId, timestamp, list.map((kind) => spell(kind, right, wrong)).join(' '), content);
          const verdict = ours(sent);
          // Bytes that are no UTF-8 are signed as they are: there the package signs something else.
          if (verdict.verified && content.equals(Buffer.from(content.toString()))) expect(oracleAccepts(sent)).toBe(true);
        },
      ),
      { numRuns: 2000, seed: 20261123 },
    );
  });
});
