import { expect, test } from 'vitest';
import { five9Plugin } from '../plugin.ts';

const schema = five9Plugin.settingsSchema();
const properties = Object.entries(schema['properties'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
const pick = (name: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(properties.filter(([, field]) => field[name] !== undefined).map(([id, field]) => [id, field[name]]));

test('the form has the fields of the specification, in the order in which a person fills them in', () => {
  expect(properties.map(([id]) => id)).toEqual([
    'api_base_url',
    'api_key',
    'username',
    'password',
    'campaign_name',
    'skill_id',
    'rest_connect_path',
    'rest_make_call_path',
    'rest_hangup_path',
    'rest_transfer_path',
    'rest_recording_path',
    'recording_url_fields',
  ]);
  expect(schema['required']).toEqual(['api_base_url']);
  expect(schema['additionalProperties']).toBe(false);
});

test.each(properties)('%s has a label, a help text and a group', (_id, field) => {
  expect(field).toMatchObject({
    title: expect.stringMatching(/^\S/),
    description: expect.stringMatching(/\.$/),
    group: expect.stringMatching(/^(Connection|Authentication|Dialling|Paths)$/),
    type: expect.stringMatching(/^(string|array)$/),
  });
});

test('key and password are marked as secret, and nothing else is', () => {
  expect(pick('secret')).toEqual({ api_key: true, password: true });
});

test('each path shows its default, as default and as placeholder', () => {
  const paths = {
    rest_connect_path: '/',
    rest_make_call_path: '/calls/make',
    rest_hangup_path: '/calls/hangup',
    rest_transfer_path: '/calls/transfer',
    rest_recording_path: '/calls/recording',
  };
  expect(pick('default')).toEqual({ ...paths, recording_url_fields: ['recording_url', 'recordingUrl', 'url', 'download_url'] });
  expect(pick('placeholder')).toEqual({
    ...paths,
    api_base_url: 'https://five9-proxy.example.com',
    campaign_name: 'outbound-sales',
    skill_id: '501',
  });
});

test('it is JSON: what is exported is what was made', () => {
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  expect(schema['$schema']).toContain('2020-12');
});
