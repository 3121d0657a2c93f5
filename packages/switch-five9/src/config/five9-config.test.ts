import { Secret } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { DIAL, openScripted } from '../five9-phone.test.fixture.ts';
import { five9Plugin } from '../plugin.ts';
import { five9Config } from './five9-config.ts';

const BASE = 'https://five9.example/api';
const BEARER = { api_base_url: BASE, api_key: 'key-4711' };

function secretOf(secret: unknown): string {
  if (!Secret.is(secret)) throw new Error('It is not a secret.');
  return secret.reveal();
}

describe('what a person fills in becomes what the driver works with', () => {
  test('every field is read', () => {
    const config = five9Config.parse({
      ...BEARER,
      campaign_name: 'outbound-sales',
      skill_id: '501',
      rest_connect_path: '/health',
      rest_make_call_path: '/v2/dial?tenant=7',
      rest_hangup_path: '/v2/hangup',
      rest_transfer_path: '/v2/transfer',
      rest_recording_path: '/v2/recording',
      recording_url_fields: ['data.url', 'link'],
    });
    expect(config).toMatchObject({
      baseUrl: new URL(BASE),
      campaignName: 'outbound-sales',
      skillId: '501',
      paths: {
        connect: '/health',
        makeCall: '/v2/dial?tenant=7',
        hangup: '/v2/hangup',
        transfer: '/v2/transfer',
        recording: '/v2/recording',
      },
      recordingUrlFields: ['data.url', 'link'],
    });
    expect(config.credentials.kind === 'bearer' && secretOf(config.credentials.token)).toBe('key-4711');
  });

  test('username and password make Basic', () => {
    const { credentials } = five9Config.parse({ api_base_url: BASE, username: 'acme', password: 'pass word ü' });
    expect(credentials).toMatchObject({ kind: 'basic', username: 'acme' });
    expect(credentials.kind === 'basic' && secretOf(credentials.password)).toBe('pass word ü');
  });

  test('paths, recording fields, campaign and skill have the defaults of the specification', () => {
    expect(five9Config.parse(BEARER)).toMatchObject({
      campaignName: undefined,
      skillId: undefined,
      paths: {
        connect: '/',
        makeCall: '/calls/make',
        hangup: '/calls/hangup',
        transfer: '/calls/transfer',
        recording: '/calls/recording',
      },
      recordingUrlFields: ['recording_url', 'recordingUrl', 'url', 'download_url'],
    });
  });

  test('the thousands of brands that leave paths and recording fields as they are share one of each', () => {
    const [one, other] = [five9Config.parse(BEARER), five9Config.parse({ ...BEARER, api_key: 'another' })];
    expect(other.paths).toBe(one.paths);
    expect(other.recordingUrlFields).toBe(one.recordingUrlFields);
  });

  test.each([
    [['recording_url']],
    [['recording_url', 'recordingUrl', 'url', 'link']],
    [['recording_url', 'recordingUrl', 'url', 'download_url', 'link']],
  ])('recording fields that begin like the defaults stay as they are: %j', (recording_url_fields) => {
    expect(five9Config.parse({ ...BEARER, recording_url_fields }).recordingUrlFields).toEqual(recording_url_fields);
  });

  test.each(['', null, undefined])('%j from a form is a field that nobody filled in', async (nothing) => {
    const empty = {
      username: nothing,
      password: nothing,
      campaign_name: nothing,
      skill_id: nothing,
      rest_connect_path: nothing,
      rest_make_call_path: nothing,
      rest_hangup_path: nothing,
      rest_transfer_path: nothing,
      rest_recording_path: nothing,
      recording_url_fields: nothing,
    };
    await using brand = await openScripted((transport) => transport.answer({ json: { call_id: '7' } }), { config: empty });
    await brand.phone.makeCall({ ...DIAL, destination: '2002' });
    expect(brand.transport.requests).toMatchObject([
      { url: new URL(`${BASE}/calls/make`), body: '{"agent_extension":"1001","destination":"2002"}' },
    ]);
  });

  test('the same configuration, empty fields or not, is the same', () => {
    const filled = { ...BEARER, username: '', password: null };
    expect(five9Plugin.configure(filled).digest()).toBe(five9Plugin.configure(BEARER).digest());
    expect(five9Plugin.configure({ ...BEARER, api_key: 'another' }).digest()).not.toBe(five9Plugin.configure(BEARER).digest());
  });
});

describe('neither kind of credentials', () => {
  test.each([
    'http://localhost:8080',
    'http://127.0.0.1:8080/api',
    'https://127.8.9.10',
    'http://[::1]:1',
    'http://five9.localhost',
  ])('is for a service on this machine: %s', (api_base_url) => {
    expect(five9Config.parse({ api_base_url }).credentials).toEqual({ kind: 'none' });
  });

  test.each([
    'https://five9.example',
    'http://10.0.0.1',
    'https://localhost.example',
    'https://127.0.0.1.example',
    'http://[::2]',
  ])('is an error elsewhere: %s', (api_base_url) => {
    expect(five9Config.safeParse({ api_base_url }).error?.issues).toMatchObject([
      { path: ['api_key'], message: expect.stringContaining('only a service on this machine may go without') },
    ]);
  });
});
