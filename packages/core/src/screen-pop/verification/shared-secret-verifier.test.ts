import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../config/secret.ts';
import { aDelivery, type DeliveryParts } from './deliveries.test.fixture.ts';
import type { Verification } from './delivery-verifier.ts';
import { SharedSecretVerifier } from './shared-secret-verifier.ts';

const VALUE = 's3cret-of-this-brand+/=';
const OTHER = 'the-next-s3cret-of-it';
const secrets = [new Secret(VALUE), new Secret(OTHER)];
const byBearer = new SharedSecretVerifier(secrets, { header: 'authorization' });
const byHeader = new SharedSecretVerifier(secrets, { header: 'x-pop-token' });
const byQuery = new SharedSecretVerifier(secrets, { header: 'authorization', parameter: 'token' });

const verify = (verifier: SharedSecretVerifier, parts: DeliveryParts): Verification => verifier.verify(aDelivery(parts));
const VERIFIED = { verified: true, proof: 'shared_secret' };
const MISSING = { verified: false, reason: 'secret_missing' };
const WRONG = { verified: false, reason: 'secret_wrong' };

describe('a Bearer token', () => {
  test.each([`Bearer ${VALUE}`, `Bearer ${OTHER}`, `bearer ${VALUE}`, `BEARER   ${VALUE}`])('%s is believed', (authorization) =>
    expect(verify(byBearer, { headers: { authorization } })).toEqual(VERIFIED),
  );

  test.each([
    [`Bearer ${VALUE}x`, WRONG],
    [`Bearer ${VALUE.slice(0, -1)}`, WRONG],
    [`Bearer ${VALUE.toUpperCase()}`, WRONG],
    ['Bearer [secret]', WRONG],
    // As two headers of one name arrive.
    [`Bearer ${VALUE}, Bearer ${VALUE}`, MISSING],
    [VALUE, MISSING],
    [`Basic ${VALUE}`, MISSING],
    [`Bearer${VALUE}`, MISSING],
    [`Bearer\t${VALUE}`, MISSING],
    ['Bearer ', MISSING],
    ['Bearer', MISSING],
    ['', MISSING],
  ])('%j is not', (authorization, verification) =>
    expect(verify(byBearer, { headers: { authorization } })).toEqual(verification),
  );

  test('is looked for in no query unless the brand allows it', () =>
    expect(verify(byBearer, { query: `token=${encodeURIComponent(VALUE)}` })).toEqual(MISSING));
});

describe('a header of the brand’s own', () => {
  test('has the secret as its whole value', () =>
    expect(verify(byHeader, { headers: { 'x-pop-token': VALUE } })).toEqual(VERIFIED));

  test.each([
    [{ 'x-pop-token': `Bearer ${VALUE}` }, WRONG],
    [{ 'x-pop-token': ` ${VALUE}` }, WRONG],
    [{ 'x-pop-token': `${VALUE}, ${VALUE}` }, WRONG],
    [{ 'x-pop-token': '' }, MISSING],
    [{ authorization: `Bearer ${VALUE}` }, MISSING],
  ])('%j is not believed', (headers, verification) => expect(verify(byHeader, { headers })).toEqual(verification));
});

describe('a query parameter', () => {
  const encoded = encodeURIComponent(VALUE);

  test.each([`token=${encoded}`, `phone=1&token=${encoded}&agent=2`, `%74oken=${encoded}`])('%s is believed', (query) =>
    expect(verify(byQuery, { method: 'GET', query })).toEqual(VERIFIED),
  );

  test.each([
    [`token=${encoded}x`, WRONG],
    // A plus is a space in a query.
    [`token=${VALUE}`, WRONG],
    [`token=${encoded}&token=${encoded}`, WRONG],
    [`token=guess&token=${encoded}`, WRONG],
    [`Token=${encoded}`, MISSING],
    ['token=', MISSING],
    ['token', MISSING],
    ['', MISSING],
    [`token%00=${encoded}`, MISSING],
    ['token=%ff%fe', WRONG],
  ])('%s is not', (query, verification) => expect(verify(byQuery, { method: 'GET', query })).toEqual(verification));

  test('may stand in for the header, and the header for it', () => {
    expect(verify(byQuery, { headers: { authorization: `Bearer ${VALUE}` } })).toEqual(VERIFIED);
    expect(verify(byQuery, { headers: { authorization: 'Bearer other' }, query: `token=${encoded}` })).toEqual(VERIFIED);
    expect(verify(byQuery, { headers: { authorization: `Bearer ${VALUE}` }, query: 'token=other' })).toEqual(VERIFIED);
  });
});

describe('the sender’s id of a delivery', () => {
  const authorization = `Bearer ${VALUE}`;

  test('is taken once the sender is believed', () => {
    expect(verify(byBearer, { headers: { authorization, 'webhook-id': 'msg_1' } })).toEqual({ ...VERIFIED, deliveryId: 'msg_1' });
    expect(verify(byBearer, { headers: { 'webhook-id': 'msg_1' } })).toEqual(MISSING);
  });

  test.each(['', 'a.b', 'a b', 'a'.repeat(257), 'é'])('is passed over when it is none: %.20j', (id) =>
    expect(verify(byBearer, { headers: { authorization, 'webhook-id': id } })).toEqual(VERIFIED),
  );
});

test('a brand without a secret believes nothing', () => {
  const none = new SharedSecretVerifier([], { header: 'authorization', parameter: 'token' });
  expect(verify(none, { headers: { authorization: 'Bearer undefined' }, query: 'token=undefined' })).toEqual(WRONG);
});

test('whatever is sent, nothing is thrown and nothing but the secret is believed', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `Bearer ${text}`),
  );
  fc.assert(
    fc.property(anything, anything, (authorization, query) => {
      expect(verify(byQuery, { headers: { authorization }, query }).verified).toBe(false);
      expect(verify(byHeader, { headers: { 'x-pop-token': authorization }, query }).verified).toBe(false);
    }),
    { seed: 20261123 },
  );
});

test('a verifier shows nothing of its secrets', () => {
  verify(byBearer, { headers: { authorization: `Bearer ${VALUE}` } });
  expect(inspect(byBearer, { depth: 9, showHidden: true }) + JSON.stringify(byBearer)).not.toContain(VALUE);
});
