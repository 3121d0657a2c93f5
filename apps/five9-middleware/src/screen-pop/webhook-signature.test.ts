import { describe, expect, test } from 'vitest';
import { generateWebhookSecret, parseWebhookSecret, signWebhook } from './webhook-signature.ts';

describe('signing', () => {
  test('gives the public test vector of Standard Webhooks', () => {
    const key = parseWebhookSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    const headers = signWebhook(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_999, '{"test": 2432232314}');
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('makes secrets that it can read', () => {
    expect(parseWebhookSecret(generateWebhookSecret()).symmetricKeySize).toBe(32);
  });

  test.each([
    '',
    'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'whsec_',
    'whsec_c2hvcnQ=',
    'whsec_not base64 not base64 not base64 not',
    `whsec_${'A'.repeat(100)}`,
  ])('refuses %j without repeating it', (secret) => {
    expect(() => parseWebhookSecret(secret)).toThrow(/24 to 64 random bytes/);
  });
});
