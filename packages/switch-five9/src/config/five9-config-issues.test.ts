import { inspect } from 'node:util';
import { SwitchError } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { five9Plugin } from '../plugin.ts';

const VALID = { api_base_url: 'https://five9.example/api', api_key: 'key-4711' };

function refusalOf(config: unknown): SwitchError<'CONFIG_INVALID'> {
  try {
    five9Plugin.configure(config);
  } catch (error) {
    if (SwitchError.has(error, 'CONFIG_INVALID')) return error;
  }
  return expect.unreachable('the configuration was accepted');
}

const issuesOf = (config: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(refusalOf(config).details.issues.map(({ path, message }) => [path, message]));

test('every finding is told at once, with its path, what was expected, and the nearest name of a misspelt field', () => {
  const issues = issuesOf({
    api_base_ur: 'https://five9.example',
    api_kee: 'key-4711',
    pasword: 'x',
    campaign_name: 7,
    skill_id: 'a\u0000b',
    rest_connect_path: 'health',
    rest_make_call_path: '/calls/../make',
    recording_url_fields: ['url', 5],
    colour: 'red',
  });
  expect(Object.keys(issues).sort()).toEqual([
    'api_base_ur',
    'api_base_url',
    'api_kee',
    'api_key',
    'campaign_name',
    'colour',
    'pasword',
    'recording_url_fields.1',
    'rest_connect_path',
    'rest_make_call_path',
    'skill_id',
  ]);
  expect(issues).toMatchObject({
    api_base_ur: 'is not a field; did you mean api_base_url?',
    api_base_url: 'is required: a string',
    api_kee: 'is not a field; did you mean api_key?',
    api_key: expect.stringContaining('is missing'),
    campaign_name: 'must be a string, and is a number',
    pasword: 'is not a field; did you mean password?',
    colour: expect.stringMatching(/^is not a field; the fields are api_base_url, api_key, username, password, /),
    skill_id: 'must not contain control characters',
    'recording_url_fields.1': 'must be a string, and is a number',
    rest_connect_path: 'must start with /',
  });
});

test('the message lists the findings in one line, for a person, with a hint and nothing sent', () => {
  const error = refusalOf({ ...VALID, rest_hangup_path: 'hangup' });
  expect(error.message).toBe('The Five9 configuration is not valid: rest_hangup_path: must start with /.');
  expect(error).toMatchObject({ effect: 'none', retryable: false, hint: expect.any(String) });
});

test.each([undefined, null, 'key-4711', 5, [VALID]])('a configuration that is no form at all is told as such: %j', (config) => {
  expect(refusalOf(config).details.issues).toMatchObject([{ path: '' }]);
  expect(refusalOf(config).message).not.toContain('4711');
});

test('an address that is not even a text is a finding like another, also without credentials', () => {
  for (const api_base_url of [Object.create(null), [VALID.api_base_url], 7]) {
    expect(Object.keys(issuesOf({ api_base_url })).sort()).toEqual(['api_base_url', 'api_key']);
  }
});

describe('credentials', () => {
  test.each([[{ username: 'acme', password: 'pw-4711' }], [{ username: 'acme' }], [{ password: 'pw-4711' }]])(
    'both kinds at once say which to remove, and nothing else: %j',
    (basic) => {
      expect(issuesOf({ ...VALID, ...basic })).toEqual({
        api_key: expect.stringMatching(/keep api_key alone for Bearer, or remove it and keep username and password for Basic/),
      });
    },
  );

  test('a username without a password is told at the password', () => {
    expect(issuesOf({ api_base_url: VALID.api_base_url, username: 'acme' })).toEqual({
      password: 'is missing: Basic authentication needs username and password',
    });
  });

  test('a password without a username is told at the username', () => {
    expect(issuesOf({ api_base_url: VALID.api_base_url, password: 'pw-4711', username: '' })).toEqual({
      username: 'is missing: Basic authentication needs username and password',
    });
  });

  test('half a Basic pair is an error towards this machine too', () => {
    expect(issuesOf({ api_base_url: 'http://localhost:1', username: 'acme' })).toHaveProperty('password');
  });

  test.each([
    ['http://localhost:1/?tenant=7', ['api_base_url']],
    ['https://five9.example/?tenant=7', ['api_base_url', 'api_key']],
    ['five9.example', ['api_base_url', 'api_key']],
    [undefined, ['api_base_url', 'api_key']],
  ])('are asked for beside a base URL that is refused, but for one on this machine: %s', (api_base_url, fields) => {
    expect(Object.keys(issuesOf({ api_base_url })).sort()).toEqual(fields);
  });

  test.each(['Bearer key-4711', 'key 4711', 'key\n4711', 'schlüssel'])(
    'a key that no header can carry is refused: %j',
    (api_key) => {
      expect(issuesOf({ ...VALID, api_key })).toEqual({ api_key: expect.stringContaining('without the word Bearer') });
    },
  );

  test('a username with a colon is refused: Basic authentication ends it there', () => {
    const issues = issuesOf({ api_base_url: VALID.api_base_url, username: 'acme:eu', password: 'x' });
    expect(issues).toEqual({ username: expect.stringContaining('colon') });
  });
});

describe('base URL', () => {
  test.each([
    ['https://acme:pw-4711@five9.example', 'must not contain credentials: put them in the fields for them'],
    ['https://acme@five9.example', 'must not contain credentials: put them in the fields for them'],
    ['https://five9.example/?key=4711', 'must not have a query string'],
    ['https://five9.example?', 'must not have a query string'],
    ['https://five9.example/#top', 'must not have a fragment'],
    ['ftp://five9.example', 'must start with https://'],
    ['javascript:alert(1)', 'must start with https://'],
    ['five9.example', 'must start with https://'],
    ['//five9.example', 'must start with https://'],
    ['https://', 'must be an absolute URL'],
    ['https://five9 .example', 'white space'],
    ['https://five9.example\\api', 'forward slashes'],
  ])('%s is refused', (api_base_url, message) => {
    expect(issuesOf({ ...VALID, api_base_url })).toEqual({ api_base_url: expect.stringContaining(message) });
  });
});

describe('path overrides', () => {
  const FIELDS = ['connect', 'make_call', 'hangup', 'transfer', 'recording'].map((name) => `rest_${name}_path`);
  test.each([
    ['calls/make', 'must start with /'],
    ['https://evil.example/calls', 'must be a path under the base URL'],
    ['javascript:alert(1)', 'must be a path under the base URL'],
    ['//evil.example/calls', 'names another host'],
    ['/..', '. or .. segments'],
    ['/a/../../b', '. or .. segments'],
    ['/%2e%2e/b', '. or .. segments'],
    ['/%2E./b', '. or .. segments'],
    ['/a/./b', '. or .. segments'],
    ['/a#b', 'must not have a fragment'],
    ['/a\\b', 'backslashes'],
    ['/\\evil.example', 'backslashes'],
    ['/a b', 'white space'],
    ['/a\tb', 'control characters'],
    ['/a\u0000b', 'control characters'],
    ['/a\r\nx-evil: 1', 'control characters'],
  ])('%j is refused in every one of the five', (path, message) => {
    const all = Object.fromEntries(FIELDS.map((field) => [field, path]));
    const expected = Object.fromEntries(FIELDS.map((field) => [field, expect.stringContaining(message)]));
    expect(issuesOf({ ...VALID, ...all })).toEqual(expected);
  });
});

test('no finding shows a value: not in the message, the JSON, or an inspection with everything in it', () => {
  const SECRET = 'hush 4711 ü\n';
  const configs = [
    { ...VALID, api_key: SECRET },
    { ...VALID, api_key: [SECRET] },
    { ...VALID, api_key: { [SECRET]: 1 } },
    { ...VALID, password: SECRET, username: SECRET },
    { ...VALID, api_base_url: `https://x:${encodeURIComponent(SECRET)}@five9.example/?${SECRET}` },
    { ...VALID, rest_connect_path: SECRET, campaign_name: SECRET.repeat(100), skill_id: SECRET },
    { ...VALID, recording_url_fields: SECRET },
    { ...VALID, api_kee: SECRET },
    SECRET,
    [SECRET],
  ];
  for (const config of configs) {
    const error = refusalOf(config);
    const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: Infinity, showHidden: true })];
    expect(shown.join('\n')).not.toMatch(/hush|%C3%BC/);
  }
});
