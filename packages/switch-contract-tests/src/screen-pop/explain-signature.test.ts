import { Secret, signDelivery } from '@elasticfunnels/switch-core';
import { expect, test } from 'vitest';
import { explainSignature, fitsApartFromTime } from './explain-signature.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const BODY = '{"event":"call.ringing","call_id":"3"}';

function deliveryOf(headers: Readonly<Record<string, string>>, body: string = BODY) {
  return { delivery: { method: 'POST', query: '', header: (name: string) => headers[name], body: Buffer.from(body) } };
}

test('a signature that fits needs no words, however old it is, and among others too', () => {
  const headers = signDelivery(new Secret(SECRET), { id: 'd', timestamp: 1_000, body: BODY });
  const rotated = { ...headers, 'webhook-signature': `v1,${'A'.repeat(43)}= ${headers['webhook-signature']}` };
  for (const each of [headers, rotated]) {
    expect(fitsApartFromTime(deliveryOf(each), SECRET)).toBe(true);
    expect(explainSignature(deliveryOf(each), SECRET)).toBeUndefined();
  }
});

test('one of another secret, or over other bytes, is not explained away', () => {
  const other = new Secret(`whsec_${Buffer.alloc(32, 8).toString('base64')}`);
  const headers = signDelivery(other, { id: 'd', timestamp: new Date(), body: BODY });
  expect(fitsApartFromTime(deliveryOf(headers), SECRET)).toBe(false);
  expect(explainSignature(deliveryOf(headers), SECRET)).toBeUndefined();
  const mine = signDelivery(new Secret(SECRET), { id: 'd', timestamp: new Date(), body: BODY });
  expect(fitsApartFromTime(deliveryOf(mine, BODY.replace('3', '4')), SECRET)).toBe(false);
  expect(explainSignature(deliveryOf(mine, BODY.replace('3', '4')), SECRET)).toBeUndefined();
});

test.each([
  ['{"event": "call.ringing", "call_id": "3"}', 'as Python writes it'],
  ['{"call_id":"3","event":"call.ringing"}', 'with its keys sorted'],
  ['{\n  "event": "call.ringing",\n  "call_id": "3"\n}', 'indented'],
])('one over %j is told as written anew', (signed) => {
  const headers = signDelivery(new Secret(SECRET), { id: 'd', timestamp: new Date(), body: signed });
  expect(explainSignature(deliveryOf(headers), SECRET)).toMatch(/over the JSON as it was written another time/);
});
