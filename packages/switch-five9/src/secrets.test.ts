import { inspect } from 'node:util';
import type { ScriptedAnswer } from '@elasticfunnels/switch-core/testing';
import { SwitchError, type TransportFault } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { type Five9Phone, openScripted, OPERATION_NAMES, type OperationName, PERFORM } from './five9-phone.test.fixture.ts';
import { five9Plugin } from './plugin.ts';

// Each with signs that change when they are escaped, encoded or put into base64.
const KEY = 'sk_live/9+Q=?"\\&%7F-planted';
const USERNAME = 'acme';
const PASSWORD = 'pä ss/"w\\0rd&+=?-planted';
const BRANDS = {
  Bearer: { api_key: KEY },
  Basic: { api_key: '', username: USERNAME, password: PASSWORD },
} as const;
type Scheme = keyof typeof BRANDS;
const SCHEMES: readonly Scheme[] = ['Bearer', 'Basic'];

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Every form in which a service may say a secret back, and in which it could be seen. */
function formsOf(secret: string): readonly string[] {
  const encoded = base64(secret);
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encoded, encoded.replace(/=+$/, '')];
}

const FORMS: Readonly<Record<Scheme, readonly string[]>> = {
  Bearer: formsOf(KEY),
  Basic: [...formsOf(PASSWORD), ...formsOf(`${USERNAME}:${PASSWORD}`)],
};
const WHOLE_HEADER: Readonly<Record<Scheme, string>> = {
  Bearer: `Bearer ${KEY}`,
  Basic: `Basic ${base64(`${USERNAME}:${PASSWORD}`)}`,
};

/** Everything that anyone could come to see of an operation that failed. */
async function shownBy(brand: Five9Phone, operation: OperationName): Promise<string> {
  let outcome: unknown;
  try {
    outcome = await PERFORM[operation](brand.phone);
  } catch (error) {
    outcome = error;
  }
  const deep = { depth: Infinity, showHidden: true, breakLength: Infinity, maxStringLength: null } as const;
  const errorTexts = SwitchError.is(outcome) ? [outcome.message, outcome.hint, outcome.stack, String(outcome)] : [];
  return [
    ...errorTexts,
    JSON.stringify(outcome),
    inspect(outcome, deep),
    brand.logger.text(),
    inspect(brand.logger.entries, deep),
  ].join('\n');
}

function expectNothingOf(scheme: Scheme, shown: string): void {
  for (const form of [...FORMS[scheme], WHOLE_HEADER[scheme]]) expect(shown).not.toContain(form);
  expect(shown).not.toContain('planted');
}

/** Answers of a service that says back what it was sent, in every place of an answer and in every form. */
function echoes(scheme: Scheme): readonly ScriptedAnswer[] {
  return [...FORMS[scheme], WHOLE_HEADER[scheme]].flatMap((echo): ScriptedAnswer[] => [
    ...[200, 400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503].map((status) => ({
      status,
      json: { success: false, message: `You sent ${echo} and that is wrong.` },
    })),
    { status: 422, json: { error: { code: echo, message: echo } } },
    { status: 422, json: { title: echo, detail: `${echo}, ${echo}` } },
    { status: 422, json: { success: false, code: echo, message: 'x'.repeat(990) + echo } },
    { status: 500, headers: { 'content-type': 'text/html' }, body: `<p>${echo}</p>` },
    { status: 200, body: `not JSON: ${echo}` },
    { status: 401, headers: { 'www-authenticate': echo } },
    { status: 200, json: [echo] },
    { status: 200, json: { [echo]: echo } },
    { status: 200, json: { call_id: [echo], success: echo, recording_url: `javascript:${echo}` } },
    { status: 200, json: { success: echo } },
    { status: 200, json: { call_id: ` ${echo}`, recording_url: [echo] } },
    { status: 302, headers: { location: `https://x.example/login/${echo}` } },
    { status: 307, headers: { location: echo } },
    { status: 302, headers: { location: `https://x.example/?token=${encodeURIComponent(echo)}#${encodeURIComponent(echo)}` } },
    { status: 200, body: 'x', headers: { 'content-type': echo } },
    { status: 401, headers: { 'www-authenticate': `Bearer realm=${JSON.stringify(echo)}, error_description="${echo}"` } },
  ]);
}

const FAULTS: readonly TransportFault[] = [
  { kind: 'dns', reason: 'ENOTFOUND' },
  { kind: 'connect', reason: 'connection refused' },
  { kind: 'tls', check: 'expired', reason: 'CERT_HAS_EXPIRED' },
  { kind: 'blocked', category: 'private network', address: '10.0.0.1' },
  { kind: 'lost', reason: 'ECONNRESET' },
  { kind: 'timed_out' },
  { kind: 'aborted' },
  { kind: 'too_large' },
  { kind: 'encoded' },
  { kind: 'invalid', reason: 'the request cannot be put into HTTP' },
  { kind: 'closed', reason: 'closed' },
];

describe.each(SCHEMES)('%s credentials are in no error and no log', (scheme) => {
  const options = { config: BRANDS[scheme], retry: { attempts: 1 } };

  test('they were really sent', async () => {
    await using brand = await openScripted((transport) => transport.answer({}), options);
    await brand.phone.connect();
    expect(brand.transport.requests[0]?.headers['authorization']).toBe(WHOLE_HEADER[scheme]);
  });

  test.each(OPERATION_NAMES)('%s: whatever the service says back', async (operation) => {
    for (const answer of echoes(scheme)) {
      // The fallback of connect asks a second time.
      await using brand = await openScripted((transport) => transport.answer(answer).answer(answer), options);
      expectNothingOf(scheme, await shownBy(brand, operation));
    }
  });

  test.each(OPERATION_NAMES)('%s: however the network fails', async (operation) => {
    for (const fault of FAULTS) {
      await using brand = await openScripted((transport) => transport.fail(fault), options);
      const shown = await shownBy(brand, operation);
      expect(shown).toContain('operation failed');
      expectNothingOf(scheme, shown);
    }
  });

  test.each(OPERATION_NAMES)('%s: whatever throws on the way', async (operation) => {
    await using brand = await openScripted(
      (transport) =>
        transport.respond(() => {
          throw new TypeError('a mistake of the transport');
        }),
      options,
    );
    const shown = await shownBy(brand, operation);
    expect(shown).toContain('INTERNAL');
    expectNothingOf(scheme, shown);
  });

  test('nor in the switch, the host, the plugin or its configuration, however they are looked at', async () => {
    await using brand = await openScripted((transport) => transport, options);
    const configured = five9Plugin.configure({ api_base_url: 'https://five9.example', ...BRANDS[scheme] });
    const deep = { depth: Infinity, showHidden: true, getters: true } as const;
    for (const seen of [brand.phone, brand.host, five9Plugin, configured, configured.digest()]) {
      expectNothingOf(scheme, `${inspect(seen, deep)}\n${JSON.stringify(seen)}`);
    }
  });
});

test('what the redaction leaves is still the sentence of the service', async () => {
  const json = { success: false, message: `The key ${KEY} has expired.` };
  await using brand = await openScripted((transport) => transport.answer({ status: 401, json }), { config: BRANDS.Bearer });
  await expect(brand.phone.connect()).rejects.toMatchObject({ vendorMessage: 'The key [redacted] has expired.' });
});
