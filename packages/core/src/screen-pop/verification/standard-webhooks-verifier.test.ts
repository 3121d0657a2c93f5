import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { Secret } from '../../config/secret.ts';
import { aDelivery } from './deliveries.test.fixture.ts';
import { generateSigningSecret, hmacSha256, signDelivery, toSigningKey } from './delivery-signature.ts';
import type { Verification } from './delivery-verifier.ts';
import { StandardWebhooksVerifier } from './standard-webhooks-verifier.ts';

const NOW = new Date('2026-11-23T09:00:00.700Z');
const NOW_SECONDS = Math.floor(NOW.getTime() / 1000);
const TOLERANCE_SECONDS = 300;
const [secret, next, stranger] = [1, 2, 3].map(() => new Secret(generateSigningSecret())) as [Secret, Secret, Secret];
const body = '{"event":"call.ringing"}';
const options = { toleranceSeconds: TOLERANCE_SECONDS, clock: new FakeClock(NOW) };
const verifier = new StandardWebhooksVerifier([secret], options);

function sign(by: Secret = secret, change: { id?: string; timestamp?: number } = {}): Record<string, string> {
  return signDelivery(by, { id: 'msg_1', timestamp: NOW_SECONDS, body, ...change });
}

function verify(headers: Readonly<Record<string, string>>, bytes: Uint8Array | string = body, by = verifier): Verification {
  return by.verify(aDelivery({ headers, body: bytes }));
}

/** Signed for real, whatever the id and the timestamp: only their form can be why it is refused. */
function signAnything(id: string, timestamp: string): Record<string, string> {
  const signature = hmacSha256(toSigningKey(secret), `${id}.${timestamp}.`, body);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

const signatureBy = (by: Secret): string => String(sign(by)['webhook-signature']);
const signedWith = (signatures: string): Record<string, string> => ({ ...sign(), 'webhook-signature': signatures });
const unverified = (reason: string): object => ({ verified: false, reason });
const VERIFIED = { verified: true, proof: 'signature', deliveryId: 'msg_1' };

describe('a signed delivery is believed', () => {
  test('and its id is the delivery’s', () => expect(verify(sign())).toEqual(VERIFIED));

  test('of the public vector of Standard Webhooks', () => {
    const clock = new FakeClock(new Date(1614265330_000));
    const known = new StandardWebhooksVerifier([new Secret('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')], { ...options, clock });
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const deliveryId = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
    expect(verify(headers, '{"test": 2432232314}', known)).toEqual({ ...VERIFIED, deliveryId });
    expect(verify(headers, '{"test":2432232314}', known)).toEqual(unverified('signature_wrong'));
  });

  test.each([
    ['whichever of the active secrets signed it', [secret, next], signatureBy(next)],
    ['when one of several signatures fits', [secret], `${signatureBy(stranger)} ${signatureBy(secret)} ${signatureBy(next)}`],
    ['when it also has signatures of versions that we do not know', [secret], `v1a,abc v2,xyz ${signatureBy(secret)} v0`],
    ['with 32 signatures', [secret], `${`${signatureBy(stranger)} `.repeat(31)}${signatureBy(secret)}`],
    ['with white space around its signatures', [secret], `  ${signatureBy(secret)} `],
  ])('%s', (_when, secrets, signatures) => {
    expect(verify(signedWith(signatures), body, new StandardWebhooksVerifier(secrets, options))).toEqual(VERIFIED);
  });

  test.each([-TOLERANCE_SECONDS, TOLERANCE_SECONDS])('when it is %d seconds off', (offset) =>
    expect(verify(sign(secret, { timestamp: NOW_SECONDS + offset }))).toEqual(VERIFIED),
  );

  test('whatever its bytes are', () => {
    const bytes = Uint8Array.from([0xff, 0x00, 0xfe, 0x2e]);
    expect(verify(signDelivery(secret, { id: 'msg_1', timestamp: NOW, body: bytes }), bytes)).toEqual(VERIFIED);
  });
});

describe('a delivery is not believed', () => {
  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s, or with an empty one', (name) => {
    const { [name]: _left, ...others } = sign();
    expect(verify(others)).toEqual(unverified('signature_missing'));
    expect(verify({ ...others, [name]: '' })).toEqual(unverified('signature_missing'));
  });

  test('by the header names of before the standard', () => {
    const old = Object.entries(sign()).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]);
    expect(verify(Object.fromEntries(old))).toEqual(unverified('signature_missing'));
  });

  test.each([
    ['of a stranger', signedWith(signatureBy(stranger))],
    ['of another body', { ...sign(), ...signDelivery(secret, { id: 'msg_1', timestamp: NOW, body: `${body} ` }) }],
    ['of another id', { ...sign(), 'webhook-id': 'msg_2' }],
    ['of another time', { ...sign(), 'webhook-timestamp': String(NOW_SECONDS + 1) }],
    ['of another version', signedWith(signatureBy(secret).replace('v1,', 'v1a,'))],
    ['of a version in capitals', signedWith(signatureBy(secret).replace('v1,', 'V1,'))],
    ['without a version', signedWith(signatureBy(secret).replace('v1,', ''))],
    ['without anything', signedWith('v1')],
    ['with an empty one', signedWith('v1,')],
    ['that is cut off', signedWith(signatureBy(secret).slice(0, -1))],
    ['without padding', signedWith(signatureBy(secret).replace(/=+$/, ''))],
    ['with a tab before it', signedWith(`\t${signatureBy(secret)}`)],
    ['with a line feed after it', signedWith(`${signatureBy(secret)}\n`)],
    ['in the alphabet of URLs', signedWith(`v1,${'-_'.repeat(21)}A=`)],
    [
      'of characters that a byte would alias',
      signedWith(signatureBy(secret).replace(/[A-Z]/, (c) => String.fromCharCode(c.charCodeAt(0) + 256))),
    ],
  ])('by a signature %s', (_what, headers) => expect(verify(headers)).toEqual(unverified('signature_wrong')));

  test('when any one bit of its signature or of its body differs', () => {
    const [version = '', signature = ''] = signatureBy(secret).split(',');
    const flip = (bytes: Buffer, bit: number): Buffer => {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return flipped;
    };
    const digest = Buffer.from(signature, 'base64');
    for (let bit = 0; bit < digest.length * 8; bit += 1) {
      const wrong = `${version},${flip(digest, bit).toString('base64')}`;
      expect(verify(signedWith(wrong)).verified).toBe(false);
    }
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      expect(verify(sign(), flip(Buffer.from(body), bit)).verified).toBe(false);
    }
  });

  test.each([
    ['timestamp_stale', NOW_SECONDS - TOLERANCE_SECONDS - 1],
    ['timestamp_stale', 1],
    ['timestamp_in_future', NOW_SECONDS + TOLERANCE_SECONDS + 1],
    ['timestamp_in_future', 999_999_999_999],
  ])('when it is out of tolerance: %s at %d', (reason, timestamp) =>
    expect(verify(sign(secret, { timestamp }))).toEqual(unverified(reason)),
  );

  test('once time has moved on', async () => {
    const clock = new FakeClock(NOW);
    const moving = new StandardWebhooksVerifier([secret], { ...options, clock });
    await clock.advance(TOLERANCE_SECONDS * 1000);
    expect(verify(sign(), body, moving)).toEqual(VERIFIED);
    await clock.advance(1000);
    expect(verify(sign(), body, moving)).toEqual(unverified('timestamp_stale'));
  });

  test.each([
    `${NOW_SECONDS}abc`,
    ` ${NOW_SECONDS}`,
    `${NOW_SECONDS}.9`,
    `+${NOW_SECONDS}`,
    `-${NOW_SECONDS}`,
    `0${NOW_SECONDS}`,
    `${NOW_SECONDS}\n`,
    `${NOW_SECONDS}, ${NOW_SECONDS}`,
    `0x${NOW_SECONDS.toString(16)}`,
    `${NOW_SECONDS / 1e9}e9`,
    String(NOW_SECONDS).replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit))),
    '9'.repeat(13),
    '9'.repeat(100_000),
    NOW.toISOString(),
    'NaN',
  ])('by a timestamp that is not plain digits, though it is signed: %.40s', (timestamp) =>
    expect(verify(signAnything('msg_1', timestamp))).toEqual(unverified('timestamp_malformed')),
  );

  test.each(['msg.1', '.', 'msg 1', 'msg_1, msg_1', 'msg\u0000', 'msg\n1', 'msg\u007f', 'msgé', 'a'.repeat(257)])(
    'by an id that no id may be, though it is signed: %.40j',
    (id) => expect(verify(signAnything(id, String(NOW_SECONDS)))).toEqual(unverified('id_malformed')),
  );

  test('with 33 signatures, though one of them fits', () => {
    expect(verify(signedWith(`${`${signatureBy(stranger)} `.repeat(32)}${signatureBy(secret)}`))).toEqual(
      unverified('too_many_signatures'),
    );
  });

  test('by a brand without a secret', () =>
    expect(verify(sign(), body, new StandardWebhooksVerifier([], options))).toEqual(unverified('signature_wrong')));
});

test('a text that is no signing secret is told when the verifier is made, without the text', () => {
  const make = (): unknown => new StandardWebhooksVerifier([secret, new Secret('whsec_t00-short')], options);
  expect(make).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID' }));
  try {
    make();
  } catch (error) {
    expect(inspect(error, { depth: 9 })).not.toContain('t00-short');
  }
});

test('a verifier shows nothing of its secrets', () =>
  expect(inspect(verifier, { depth: 9, showHidden: true }) + JSON.stringify(verifier)).not.toContain(
    secret.reveal().slice(6, 20),
  ));
