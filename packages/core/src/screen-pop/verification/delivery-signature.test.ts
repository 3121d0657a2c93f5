import { createSecretKey } from 'node:crypto';
import { inspect } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../config/secret.ts';
import {
  findSigningSecretProblem,
  generateSigningSecret,
  hmacSha256,
  isDeliveryId,
  signDelivery,
  toSigningKey,
} from './delivery-signature.ts';

const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

/** @see https://www.rfc-editor.org/rfc/rfc4231, section 4; case 5 is of a truncated output, which nobody here makes. */
const RFC_4231: readonly [string, Buffer, Buffer, string][] = [
  ['1', Buffer.alloc(20, 0x0b), Buffer.from('Hi There'), 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    '2',
    Buffer.from('Jefe'),
    Buffer.from('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  ['3', Buffer.alloc(20, 0xaa), Buffer.alloc(50, 0xdd), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
  [
    '4',
    Buffer.from(Array.from({ length: 25 }, (_, index) => index + 1)),
    Buffer.alloc(50, 0xcd),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
  [
    '6',
    Buffer.alloc(131, 0xaa),
    Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    '7',
    Buffer.alloc(131, 0xaa),
    Buffer.from(
      'This is a test using a larger than block-size key and a larger than block-size data. ' +
        'The key needs to be hashed before being used by the HMAC algorithm.',
    ),
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
];

describe('the HMAC is the one of the public vectors', () => {
  test.each(RFC_4231)('RFC 4231, case %s', (_case, key, content, expected) => {
    expect(hexOf(hmacSha256(createSecretKey(key), content))).toBe(expected);
    expect(hexOf(hmacSha256(createSecretKey(key), content.subarray(0, 5), content.subarray(5)))).toBe(expected);
  });

  // @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
  test('GitHub: the body alone, in hexadecimal', () => {
    const key = createSecretKey(Buffer.from("It's a Secret to Everybody"));
    expect(`sha256=${hexOf(hmacSha256(key, 'Hello, World!'))}`).toBe(
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    );
  });
});

describe('a signed delivery', () => {
  const secret = new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  const content = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };

  test('has the headers of the public vector of Standard Webhooks', () => expect(signDelivery(secret, content)).toEqual(headers));

  test.each([
    ['a Date, without its milliseconds', { ...content, timestamp: new Date(1614265330_999) }],
    ['the bytes of the body', { ...content, body: Buffer.from(content.body) }],
  ])('is the same of %s', (_what, same) => expect(signDelivery(secret, same)).toEqual(headers));

  test('is the same without the prefix of the secret', () =>
    expect(signDelivery(new Secret('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), content)).toEqual(headers));

  test.each([
    ['id', { ...content, id: '' }],
    ['id', { ...content, id: 'msg.1' }],
    ['id', { ...content, id: 'msg 1' }],
    ['id', { ...content, id: 'a'.repeat(257) }],
    ['timestamp', { ...content, timestamp: Number.NaN }],
    ['timestamp', { ...content, timestamp: new Date('never') }],
    ['timestamp', { ...content, timestamp: -1 }],
  ])('that no receiver would accept is an argument error: %s %#', (path, wrong) => {
    expect(() => signDelivery(secret, wrong)).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID', details: { issues: [expect.objectContaining({ path })] } }),
    );
  });
});

describe('a signing secret', () => {
  test('that is generated is one, 32 bytes long and each time another', () => {
    const [one, other] = [generateSigningSecret(), generateSigningSecret()];
    expect(one).toMatch(/^whsec_/);
    expect(Buffer.from(one.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(findSigningSecretProblem(one)).toBeUndefined();
    expect(one).not.toBe(other);
  });

  test.each([24, 25, 26, 32, 64])('may have %d bytes', (length) =>
    expect(findSigningSecretProblem(`whsec_${Buffer.alloc(length, 7).toString('base64')}`)).toBeUndefined(),
  );

  test.each([
    ['', '24 to 64 bytes'],
    ['whsec_', '24 to 64 bytes'],
    [`whsec_${Buffer.alloc(23, 7).toString('base64')}`, '24 to 64 bytes'],
    [`whsec_${Buffer.alloc(65, 7).toString('base64')}`, '24 to 64 bytes'],
    [`whsec_${Buffer.alloc(25, 7).toString('base64').replace('==', '')}`, 'standard base64'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ', 'standard base64'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n', 'standard base64'],
    ['WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'standard base64'],
    ['whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'standard base64'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_', 'standard base64'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSé', 'standard base64'],
  ])('%j is none, and the finding does not show it', (text, problem) => {
    expect(findSigningSecretProblem(text)).toContain(problem);
    const error = (() => {
      try {
        return toSigningKey(new Secret(text));
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: 'ARGUMENT_INVALID' });
    expect(inspect(error, { depth: 9 })).not.toContain('MfKQ9r8');
  });

  test('is read once', () => {
    const secret = new Secret(generateSigningSecret());
    expect(toSigningKey(secret)).toBe(toSigningKey(secret));
    expect(toSigningKey(new Secret(secret.reveal()))).not.toBe(toSigningKey(secret));
  });

  test('signs as the package of the standard does', () => {
    const text = generateSigningSecret();
    const timestamp = new Date('2026-11-23T09:00:00Z');
    const body = '{"name":"Zoë 😀"}';
    expect(signDelivery(new Secret(text), { id: 'msg_1', timestamp, body })['webhook-signature']).toBe(
      new Webhook(text).sign('msg_1', timestamp, body),
    );
  });
});

test.each([
  ['msg_p5jXN8AQM9LWM0D4loKWxJek', true],
  ['a', true],
  ['!~', true],
  ['a'.repeat(256), true],
  ['a'.repeat(257), false],
  ['', false],
  ['a.b', false],
  ['a b', false],
  ['a, b', false],
  ['a\nb', false],
  ['a\n', false],
  ['a\u0000', false],
  ['a\u007f', false],
  ['é', false],
  ['\u{1f600}', false],
])('%j as the id of a delivery: %j', (text, is) => expect(isDeliveryId(text)).toBe(is));
