import type { PathProbe, SwitchEndpoint } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { five9Plugin } from '../plugin.ts';

const FORM = { api_base_url: 'https://proxy.example/api', api_key: 'key-4711' };

function openEndpoint(form: Readonly<Record<string, unknown>> = {}): SwitchEndpoint {
  const [endpoint, ...others] = five9Plugin.configure({ ...FORM, ...form }).endpoints?.() ?? [];
  expect(others).toEqual([]);
  return endpoint ?? expect.unreachable();
}

/** What goes out for each path, by the operation's name. */
function listRequests(form: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, PathProbe['request']>> {
  return Object.fromEntries(openEndpoint(form).probes.map(({ operation, request }) => [operation, request]));
}

const pathsOf = ({ probes }: SwitchEndpoint): object => Object.fromEntries(probes.map(({ field, path }) => [field, path]));

describe('an operator is told where to look', () => {
  test('at the base URL, asked with the credentials of the brand', () => {
    expect(openEndpoint()).toMatchObject({
      field: 'api_base_url',
      baseUrl: new URL(FORM.api_base_url),
      authorisation: { scheme: 'Bearer' },
    });
    expect(openEndpoint({ api_key: '', username: 'acme', password: 'x' })).toMatchObject({ authorisation: { scheme: 'Basic' } });
  });

  test('at each of the five paths, the connect path first', () => {
    expect(openEndpoint().probes.map(({ operation, field, path }) => [operation, field, path])).toEqual([
      ['connect', 'rest_connect_path', '/'],
      ['makeCall', 'rest_make_call_path', '/calls/make'],
      ['hangupCall', 'rest_hangup_path', '/calls/hangup'],
      ['transferCall', 'rest_transfer_path', '/calls/transfer'],
      ['getCallRecordingUrl', 'rest_recording_path', '/calls/recording'],
    ]);
  });

  test('and the field that is named is the one that moves the path', () => {
    const usual = pathsOf(openEndpoint());
    for (const field of Object.keys(usual)) {
      expect(pathsOf(openEndpoint({ [field]: '/elsewhere' }))).toEqual({ ...usual, [field]: '/elsewhere' });
    }
  });
});

describe('nothing that is sent can dial, hang up a call or hand one over', () => {
  const nobodysCall = expect.stringMatching(/^doctor-[0-9a-f-]{36}$/);
  const read = expect.any(Function);

  test('it only asks, or names a call that cannot exist, and nothing else: no agent, no number, nobody to hand it to', () => {
    const byCall = { method: 'POST', json: { call_id: nobodysCall }, read };
    expect(listRequests({ campaign_name: 'outbound-sales', skill_id: '501' })).toStrictEqual({
      connect: { method: 'GET', read },
      makeCall: undefined,
      hangupCall: byCall,
      transferCall: { ...byCall, json: { call_id: nobodysCall, target_extension: nobodysCall } },
      getCallRecordingUrl: byCall,
    });
  });

  test('the call that cannot exist is another each time, so that no service comes to know it', () => {
    const ids = [listRequests(), listRequests()].map(({ hangupCall }) => hangupCall?.json?.['call_id']);
    expect(new Set(ids).size).toBe(2);
  });

  test('where calls are placed nothing is sent, and the operator is told what that leaves open', () => {
    const probe = openEndpoint().probes.find(({ operation }) => operation === 'makeCall');
    expect(probe).not.toHaveProperty('request');
    expect(probe?.leavesOpen).toMatch(/credentials .* placed/);
  });

  test.each([
    ['rest_hangup_path', 'hangupCall'],
    ['rest_transfer_path', 'transferCall'],
    ['rest_recording_path', 'getCallRecordingUrl'],
  ])('nor by a mistaken %s that is where calls are placed', (field, operation) => {
    for (const form of [{ [field]: '/calls/make' }, { [field]: '/dial?tenant=7', rest_make_call_path: '/dial?tenant=7' }]) {
      const { probes } = openEndpoint(form);
      const mistaken = probes.find((each) => each.operation === operation);
      expect(mistaken).not.toHaveProperty('request');
      expect(mistaken).toMatchObject({ field, leavesOpen: expect.stringMatching(/rest_make_call_path/) });
      expect(probes.filter(({ request }) => request !== undefined)).toHaveLength(3);
    }
  });
});
