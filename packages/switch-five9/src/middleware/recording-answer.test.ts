import { LOOPBACK_ALLOWED, type RecordingResult } from '@elasticfunnels/switch-core';
import { FakeClock, type ScriptedAnswer } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { CALL, failureOf, type Five9PhoneOptions, openScripted } from '../five9-phone.test.fixture.ts';

const URL_TEXT = 'https://media.five9.example/rec/7.wav?signature=sig-planted';

async function ask(answer: ScriptedAnswer, options: Five9PhoneOptions = {}): Promise<RecordingResult> {
  await using opened = await openScripted((transport) => transport.answer(answer), options);
  const result = await opened.phone.getCallRecordingUrl(CALL);
  expect(opened.logger.text()).not.toMatch(/planted|471147114711471/);
  return result;
}

async function refusal(answer: ScriptedAnswer, options: Five9PhoneOptions = {}): Promise<Awaited<ReturnType<typeof failureOf>>> {
  await using opened = await openScripted((transport) => transport.answer(answer), { retry: { attempts: 1 }, ...options });
  const error = await failureOf(opened.phone.getCallRecordingUrl(CALL));
  expect(JSON.stringify(error) + opened.logger.text()).not.toMatch(/planted|471147114711471/);
  return error;
}

describe('available', () => {
  const url = new URL(URL_TEXT);

  test('the URL as it was signed, and what else is known of it', async () => {
    const json = {
      recording_url: URL_TEXT,
      content_type: 'audio/wav',
      duration_seconds: 61.5,
      expires_at: '2026-03-01T10:00:00+02:00',
    };
    expect(await ask({ json })).toEqual({
      status: 'available',
      url,
      contentType: 'audio/wav',
      durationSeconds: 61.5,
      expiresAt: new Date('2026-03-01T08:00:00Z'),
    });
  });

  test.each(['recording_url', 'recordingUrl', 'url', 'download_url'])('found in %s', async (field) => {
    expect(await ask({ json: { success: true, [field]: URL_TEXT } })).toEqual({ status: 'available', url });
  });

  test('of several, the first that is filled in', async () => {
    const json = { download_url: 'https://other.example', recording_url: null, recordingUrl: '', url: URL_TEXT };
    expect(await ask({ json })).toMatchObject({ url });
  });

  test("in the brand's own fields, and in no other; a dot reaches inside", async () => {
    const config = { recording_url_fields: ['data.recording.link', 'link'] };
    expect(await ask({ json: { data: { recording: { link: URL_TEXT } }, link: 'https://x.example' } }, { config })).toMatchObject(
      { url },
    );
    expect(await ask({ json: { data: { recording: null }, link: URL_TEXT } }, { config })).toMatchObject({ url });
    expect(await ask({ json: { data: ['link'], recording_url: URL_TEXT } }, { config })).toEqual({ status: 'pending' });
  });

  test('a field name reaches nothing that the answer does not have itself', async () => {
    const config = { recording_url_fields: ['constructor.name', '__proto__.x', 'toString'] };
    expect(await ask({ json: {} }, { config })).toEqual({ status: 'pending' });
  });

  test.each([
    { expires_at: 'tomorrow', content_type: 7, duration_seconds: '61' },
    { expires_at: 1_770_000_000, content_type: null, duration_seconds: -1 },
    { expires_at: null, content_type: {}, duration_seconds: null },
    { expires_at: '', duration_seconds: [] },
  ])('extras that are not valid are left out, and cost nothing: %j', async (extras) => {
    expect(await ask({ json: { recording_url: URL_TEXT, ...extras } })).toEqual({ status: 'available', url });
  });
});

describe('pending', () => {
  test.each([
    ['202', { status: 202 }],
    ['202, whatever URL it has', { status: 202, json: { recording_url: URL_TEXT } }],
    ['204', { status: 204 }],
    ['an empty 200', { body: '' }],
    ['no URL', { json: { success: true, status: 'ready' } }],
    ['a null URL', { json: { recording_url: null } }],
    ['an empty URL', { json: { recording_url: '' } }],
    ['nothing but empty ones', { json: { recording_url: '', recordingUrl: null, url: '', download_url: null } }],
  ])('%s', async (_what, answer) => {
    expect(await ask(answer)).toStrictEqual({ status: 'pending' });
  });

  test('when to ask again, in seconds', async () => {
    expect(await ask({ status: 202, headers: { 'retry-after': '12' } })).toEqual({ status: 'pending', retryAfterSeconds: 12 });
    expect(await ask({ headers: { 'retry-after': '0' }, json: {} })).toEqual({ status: 'pending', retryAfterSeconds: 0 });
  });

  test("when to ask again, as a date: by the service's own clock, else by ours", async () => {
    const clock = new FakeClock(new Date('2026-03-01T00:00:00Z'));
    const at = { 'retry-after': 'Sun, 01 Mar 2026 00:01:30 GMT' };
    expect(await ask({ status: 202, headers: at }, { clock })).toEqual({ status: 'pending', retryAfterSeconds: 90 });
    const skewed = { ...at, date: 'Sun, 01 Mar 2026 00:01:25 GMT' };
    expect(await ask({ status: 202, headers: skewed }, { clock })).toEqual({ status: 'pending', retryAfterSeconds: 5 });
  });

  test.each(['soon', 'in 5 minutes', '-5', '1.5', ''])('a Retry-After that says nothing is left out: %j', async (text) => {
    expect(await ask({ status: 202, headers: { 'retry-after': text } })).toEqual({ status: 'pending' });
  });
});

describe('none', () => {
  const none = (reason: string): object => ({ status: 'none', reason });
  test.each([
    ['not_recorded', 'not_recorded'],
    ['expired', 'expired'],
    ['purged', 'expired'],
    ['recording_expired', 'expired'],
    ['recording_purged', 'expired'],
    ['recording_not_found', 'unknown'],
    ['NOT_RECORDED', 'not_recorded'],
  ])('%s', async (code, reason) => {
    for (const status of [404, 410, 409, 422, 200]) {
      expect(await ask({ status, json: { success: false, code, message: 'No recording.' } })).toEqual(none(reason));
    }
  });

  test.each([{ body: '' }, { json: { message: 'Gone.' } }, { json: { code: 'gone', message: 'Gone.' } }])(
    '410 without a code of ours says that there was one: %j',
    async (answer) => {
      expect(await ask({ status: 410, ...answer })).toEqual(none('expired'));
    },
  );
});

describe('errors, and none of them is taken for a recording that is not there', () => {
  test.each([
    [401, 'expired', 'UNAUTHENTICATED'],
    [403, 'expired', 'FORBIDDEN'],
    [429, 'expired', 'RATE_LIMITED'],
    [500, 'not_recorded', 'UPSTREAM_FAILED'],
    [503, 'expired', 'UPSTREAM_FAILED'],
  ])('HTTP %d with the code %s is %s', async (status, code, expected) => {
    expect(await refusal({ status, json: { success: false, code, message: 'x' } })).toMatchObject({ code: expected });
  });

  test('forbidden', async () => {
    expect(await refusal({ status: 403 })).toMatchObject({ code: 'FORBIDDEN', effect: 'none' });
  });

  test.each([
    [404, { message: 'No such call.' }],
    [410, { code: 'call_not_found' }],
  ])('a call that is unknown: HTTP %d %j', async (status, json) => {
    expect(await refusal({ status, json })).toMatchObject({ code: 'CALL_NOT_FOUND' });
  });

  test('a call that has ended is not a recording that has expired', async () => {
    expect(await refusal({ status: 410, json: { code: 'call_ended' } })).toMatchObject({ code: 'CALL_ENDED' });
  });
});

describe('a URL that cannot be used is an error without the URL in it', () => {
  test.each([
    ['/rec/planted.wav', 'not an absolute URL'],
    ['rec/planted.wav', 'not an absolute URL'],
    ['//media.five9.example/planted', 'not an absolute URL'],
    ['javascript:alert(planted)', 'javascript is not http'],
    ['file:///etc/passwd?planted', 'file is not http'],
    ['data:audio/wav;base64,planted', 'data is not http'],
    ['blob:https://five9.example/planted', 'blob is not http'],
    ['https://acme:pw-planted@media.five9.example/7.wav', 'it contains credentials'],
    ['https://acme@media.five9.example/planted.wav', 'it contains credentials'],
    ['http://media.five9.example/7.wav?s=planted', 'plain http'],
    ['https://', 'not an absolute URL'],
    ['   ', 'not an absolute URL'],
  ])('%s', async (recording_url, problem) => {
    const error = await refusal({ json: { recording_url } });
    expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', effect: 'none', details: { reason: 'unusable_url' } });
    expect(error.message).toContain(problem);
  });

  test.each([471_147_114_711_471, true, ['https://x.example/planted'], { href: 'https://x.example/planted' }])(
    'no text: %j',
    async (recording_url) => {
      const error = await refusal({ json: { recording_url } });
      expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', details: { reason: 'unexpected_shape' } });
      expect(error.message).toMatch(/recording_url is (a number|a boolean|an array|an object) instead of a text/);
    },
  );

  test('plain http is for the addresses that the host has opened', async () => {
    const recording_url = 'http://127.0.0.1:8080/rec/7.wav';
    expect(await ask({ json: { recording_url } }, { network: LOOPBACK_ALLOWED })).toMatchObject({ url: new URL(recording_url) });
    const elsewhere = { json: { recording_url: 'http://media.five9.example/7.wav' } };
    expect(await refusal(elsewhere, { network: LOOPBACK_ALLOWED })).toMatchObject({ details: { reason: 'unusable_url' } });
    expect(await refusal({ json: { recording_url } })).toMatchObject({ details: { reason: 'unusable_url' } });
  });
});
