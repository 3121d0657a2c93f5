import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { Secret } from '../../config/secret.ts';
import { SwitchError } from '../../errors/switch-error.ts';
import type { Issue } from '../../errors/error-details.ts';
import { aDelivery } from '../verification/deliveries.test.fixture.ts';
import { generateSigningSecret, signDelivery } from '../verification/delivery-signature.ts';
import { makeVerifier } from '../verification/make-verifier.ts';
import { type DeliveryVerification, parseScreenPopSettings, screenPopSettingsSchema } from './screen-pop-settings.ts';

const SIGNING = generateSigningSecret();
const SHARED = 'sixteen-letters!';
const signed = { signing_secrets: [SIGNING] };
const shared = { shared_secrets: [SHARED] };

function findError(input: unknown): SwitchError<'CONFIG_INVALID'> {
  try {
    parseScreenPopSettings(input);
  } catch (error) {
    if (SwitchError.has(error, 'CONFIG_INVALID')) return error;
    throw error;
  }
  return expect.unreachable('these settings are valid');
}

const issuesOf = (input: unknown): readonly Issue[] => findError(input).details.issues;
const reveal = ({ secrets }: DeliveryVerification): readonly string[] => secrets.map((secret) => secret.reveal());

describe('screen-pop settings', () => {
  test('need no more than a signing secret', () => {
    const settings = parseScreenPopSettings(signed);
    expect(settings).toEqual({
      verification: { kind: 'signature', secrets: [expect.any(Secret)], toleranceSeconds: 300 },
      numberPlan: {},
      fieldMap: {},
    });
    expect(reveal(settings.verification)).toEqual([SIGNING]);
  });

  test('or than a shared secret, which then is a Bearer token', () => {
    const settings = parseScreenPopSettings(shared);
    expect(settings.verification).toEqual({ kind: 'shared_secret', secrets: [expect.any(Secret)], header: 'authorization' });
    expect(reveal(settings.verification)).toEqual([SHARED]);
  });

  test('are read whole', () => {
    const { verification, numberPlan, fieldMap } = parseScreenPopSettings({
      signing_secrets: [SIGNING, generateSigningSecret()],
      timestamp_tolerance_seconds: 60,
      default_region: 'GB',
      extension_digits_min: 3,
      extension_digits_max: 5,
      field_map: { ani: 'call.ani', dnis: ['dialled', 'to'] },
    });
    expect(verification).toMatchObject({ toleranceSeconds: 60, secrets: { length: 2 } });
    expect(numberPlan).toEqual({ defaultRegion: 'GB', extensionDigits: { min: 3, max: 5 } });
    expect(fieldMap).toEqual({ ani: ['call.ani'], dnis: ['dialled', 'to'] });
  });

  test('of a shared secret are read whole', () => {
    const input = { ...shared, shared_secret_header: 'X-Pop-Token', shared_secret_parameter: 'token' };
    expect(parseScreenPopSettings(input).verification).toMatchObject({ header: 'x-pop-token', parameter: 'token' });
  });

  test('take what nobody filled in for absent: empty texts, null, empty lists and their empty rows', () => {
    const settings = parseScreenPopSettings({
      signing_secrets: ['', SIGNING, null],
      shared_secrets: [''],
      timestamp_tolerance_seconds: null,
      shared_secret_header: '',
      shared_secret_parameter: '',
      default_region: '',
      extension_digits_min: null,
      field_map: { ani: '', dnis: ['', 'to'], agent: null, skill: [] },
    });
    expect(settings).toMatchObject({ verification: { kind: 'signature', toleranceSeconds: 300 }, numberPlan: {} });
    expect(settings.fieldMap).toEqual({ dnis: ['to'] });
  });
});

describe('settings that are wrong are told by their path', () => {
  test.each([
    [{}, 'signing_secrets', 'is missing: fill in signing_secrets, or shared_secrets'],
    [{ signing_secrets: [], shared_secrets: [] }, 'signing_secrets', 'is missing'],
    [{ ...signed, ...shared }, 'shared_secrets', 'remove shared_secrets where the telephony can sign'],
    [{ ...signed, shared_secret_parameter: 'token' }, 'shared_secret_parameter', 'remove it'],
    [{ signing_secrets: SIGNING }, 'signing_secrets', 'must be a list'],
    [{ signing_secrets: [SIGNING, 'whsec_short'] }, 'signing_secrets.1', 'whsec_ and then standard base64'],
    [{ signing_secrets: [`${SIGNING} `] }, 'signing_secrets.0', 'whsec_ and then standard base64'],
    [{ signing_secrets: ['whsec_c2hvcnQ='] }, 'signing_secrets.0', '24 to 64 bytes'],
    [{ signing_secrets: [7] }, 'signing_secrets.0', 'must be a text'],
    [{ signing_secrets: Array.from({ length: 6 }, () => SIGNING) }, 'signing_secrets', 'at most 5'],
    [{ shared_secrets: ['fifteen-letters'] }, 'shared_secrets.0', 'at least 16 characters'],
    [{ shared_secrets: [`${SHARED} `] }, 'shared_secrets.0', 'visible ASCII'],
    [{ shared_secrets: [`${SHARED}é`] }, 'shared_secrets.0', 'visible ASCII'],
    [{ shared_secrets: ['x'.repeat(513)] }, 'shared_secrets.0', 'at most 512'],
    [{ shared_secrets: Array.from({ length: 6 }, () => SHARED) }, 'shared_secrets', 'at most 5'],
    [{ ...shared, shared_secret_header: 'X Token' }, 'shared_secret_header', 'must be the name of a header'],
    [{ ...shared, shared_secret_header: 'x:y' }, 'shared_secret_header', 'must be the name of a header'],
    [{ ...shared, shared_secret_parameter: 'a&b' }, 'shared_secret_parameter', 'must be the name of a query parameter'],
    [{ ...signed, timestamp_tolerance_seconds: 0 }, 'timestamp_tolerance_seconds', 'at least 1'],
    [{ ...signed, timestamp_tolerance_seconds: 901 }, 'timestamp_tolerance_seconds', 'at most 900'],
    [{ ...signed, timestamp_tolerance_seconds: 1.5 }, 'timestamp_tolerance_seconds', 'whole number'],
    [{ ...signed, timestamp_tolerance_seconds: '300' }, 'timestamp_tolerance_seconds', 'whole number'],
    [{ ...signed, default_region: 'us' }, 'default_region', 'two capital letters'],
    [{ ...signed, default_region: 'USA' }, 'default_region', 'two capital letters'],
    [{ ...signed, default_region: 'UK' }, 'default_region', 'such as US or GB'],
    [{ ...signed, default_region: 'XX' }, 'default_region', 'such as US or GB'],
    [{ ...signed, default_region: 'EU' }, 'default_region', 'such as US or GB'],
    [{ ...signed, extension_digits_min: 3 }, 'extension_digits_max', 'is missing'],
    [{ ...signed, extension_digits_max: 3 }, 'extension_digits_min', 'is missing'],
    [{ ...signed, extension_digits_min: 5, extension_digits_max: 3 }, 'extension_digits_max', 'must not be less'],
    [{ ...signed, extension_digits_min: 3, extension_digits_max: 10 }, 'extension_digits_max', 'at most 9'],
    [{ ...signed, field_map: { phone: 'x' } }, 'field_map.phone', 'the parts are event, eventId, callId, direction, ani, dnis'],
    [{ ...signed, field_map: { ani: 7 } }, 'field_map.ani', 'must be a name or a list of names'],
    [{ ...signed, field_map: { ani: 'a..b' } }, 'field_map.ani', 'empty step'],
    [{ ...signed, field_map: { ani: ['a', ' b'] } }, 'field_map.ani.1', 'white space'],
    [{ ...signed, field_map: { ani: 'a\u0000' } }, 'field_map.ani', 'control characters'],
    [{ ...signed, field_map: { ani: 'a'.repeat(129) } }, 'field_map.ani', 'at most 128'],
    [{ ...signed, field_map: { ani: Array.from({ length: 11 }, () => 'a') } }, 'field_map.ani', 'at most 10 names'],
    [{ ...signed, field_map: ['ani'] }, 'field_map', 'must be an object that names the parts'],
    [{ ...signed, signing_secret: SIGNING }, 'signing_secret', 'did you mean signing_secrets?'],
  ])('%#: %s', (input, path, message) => {
    expect(issuesOf(input)).toEqual([{ path: `screenPop.${path}`, message: expect.stringContaining(message) }]);
  });

  test.each([undefined, null, 7, 'text', [], [signed]])('%j is none', (input) =>
    expect(issuesOf(input)).toEqual([{ path: 'screenPop', message: expect.stringContaining('object') }]),
  );

  test('all at once, the rules about several fields too', () => {
    const paths = issuesOf({
      signing_secrets: ['whsec_short', 7],
      shared_secrets: ['short'],
      timestamp_tolerance_seconds: 1.5,
      shared_secret_header: 'a b',
      default_region: 'UK',
      extension_digits_min: 12,
      field_map: { phone: 'x', ani: 'a..b' },
      unknown_field: 1,
    }).map(({ path }) => path.replace('screenPop.', ''));
    expect(paths.sort()).toEqual([
      'default_region',
      'extension_digits_max',
      'extension_digits_min',
      'field_map.ani',
      'field_map.phone',
      'shared_secret_header',
      'shared_secrets',
      'shared_secrets.0',
      'signing_secrets.0',
      'signing_secrets.1',
      'timestamp_tolerance_seconds',
      'unknown_field',
    ]);
  });

  test('without any value', () => {
    const error = findError({
      signing_secrets: ['whsec_v4lue', { v4lue: 1 }],
      shared_secrets: ['v4lue'],
      timestamp_tolerance_seconds: 'v4lue',
      shared_secret_header: 'v4lue v4lue',
      shared_secret_parameter: 'v4lue&',
      default_region: 'v4lue',
      extension_digits_min: 'v4lue',
      field_map: { ani: '.v4lue', dnis: { v4lue: 'v4lue' } },
      unknown_field: 'v4lue',
    });
    expect(error.message + JSON.stringify(error) + inspect(error, { depth: 9 })).not.toContain('v4lue');
  });
});

test('the form has each field with its label, help and group, which are secret, and what a query costs', () => {
  const schema = screenPopSettingsSchema();
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  const properties = schema['properties'] as Record<string, Record<string, unknown>>;
  for (const [name, field] of Object.entries(properties)) {
    expect([name, field]).toEqual([
      name,
      expect.objectContaining({ title: expect.any(String), description: expect.any(String), group: expect.any(String) }),
    ]);
  }
  const secret = Object.entries(properties).filter(([, field]) => field['secret'] === true);
  expect(secret.map(([name]) => name)).toEqual(['signing_secrets', 'shared_secrets']);
  expect(properties).toMatchObject({
    signing_secrets: { type: 'array', maxItems: 5, items: { type: 'string' } },
    timestamp_tolerance_seconds: { default: 300, minimum: 1, maximum: 900 },
    shared_secret_header: { default: 'authorization' },
    shared_secret_parameter: { description: expect.stringContaining('access logs') },
    field_map: { type: 'object', additionalProperties: false, properties: { ani: { title: 'Who calls' } } },
  });
  expect(schema).not.toHaveProperty('required');
});

describe('the verifier of settings', () => {
  const clock = new FakeClock(new Date('2026-11-23T09:00:00Z'));
  const delivery = (headers: Record<string, string>, query = ''): Parameters<ReturnType<typeof makeVerifier>['verify']>[0] =>
    aDelivery({ headers, query, body: '{}' });
  const sign = (age: number): Record<string, string> =>
    signDelivery(new Secret(SIGNING), { id: 'msg_1', timestamp: clock.now().getTime() / 1000 - age, body: '{}' });

  test('believes their signatures, within their tolerance', () => {
    const { verification } = parseScreenPopSettings({ ...signed, timestamp_tolerance_seconds: 60 });
    const verifier = makeVerifier(verification, clock);
    expect(verifier.verify(delivery(sign(60)))).toEqual({ verified: true, proof: 'signature', deliveryId: 'msg_1' });
    expect(verifier.verify(delivery(sign(61)))).toEqual({ verified: false, reason: 'timestamp_stale' });
    expect(verifier.verify(delivery({ authorization: `Bearer ${SIGNING}` })).verified).toBe(false);
  });

  test('believes their shared secrets, where they say', () => {
    const { verification } = parseScreenPopSettings({ ...shared, shared_secret_header: 'X-Pop', shared_secret_parameter: 't' });
    const verifier = makeVerifier(verification, clock);
    expect(verifier.verify(delivery({ 'x-pop': SHARED }))).toEqual({ verified: true, proof: 'shared_secret' });
    expect(verifier.verify(delivery({}, `t=${SHARED}`))).toEqual({ verified: true, proof: 'shared_secret' });
    expect(verifier.verify(delivery(sign(0)))).toEqual({ verified: false, reason: 'secret_missing' });
  });
});
