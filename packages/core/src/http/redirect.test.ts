import { describe, expect, test } from 'vitest';
import type { SwitchError } from '../errors/switch-error.ts';
import { toAnswerError } from './answer-error.ts';
import { bearer } from './authorisation.ts';
import { Secret } from '../config/secret.ts';

interface Redirected {
  readonly status?: number;
  readonly base?: string;
  readonly path?: string;
  /** As on an older host, which does not tell. */
  readonly untold?: true;
}

/** What an operator reads of a redirect. */
function read(
  location: string,
  { status = 308, base = 'https://switch.test/api', path = '/calls/hangup', untold }: Redirected = {},
): SwitchError {
  return toAnswerError({
    operation: 'hangupCall',
    answer: { status, headers: { location }, body: '' },
    sent: untold === true ? undefined : { baseUrl: new URL(base), path, mayRepeatKey: false },
    fromService: false,
    path,
    authorisation: bearer(new Secret('s3cret-key')),
    now: new Date(),
  });
}

describe('to another origin', () => {
  test.each([
    'https://login.example/sso?back=1',
    '//login.example/sso',
    'https://switch.test:8443/api/calls/hangup',
    'http://switch.test/api/calls/hangup',
  ])('%s: a login page or a portal is likely, and nothing is to be set to it', (location) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { hint, message } = read(location, { status });
      expect(hint).toContain('another origin');
      expect(hint).toContain('login page');
      expect(hint).not.toMatch(/\bset\b|login\.example|8443/i);
      expect(message).not.toContain('back=1');
    }
  });

  test('is told with its path and without its query', () => {
    expect(read('https://u:pw@login.example/sso?back=s3cret-key#x').message).toContain('to https://login.example/sso, which');
  });

  test('of the same host, encrypted: the base URL is to be written with https', () => {
    expect(read('https://switch.test/api/calls/hangup', { base: 'http://switch.test/api' }).hint).toContain('with https');
    expect(read('https://login.example/api/calls/hangup', { base: 'http://switch.test/api' }).hint).toContain('another origin');
  });
});

describe('to the same origin, where the setting that takes it away can be named', () => {
  test.each([
    ['/api/calls/hangup/', {}, 'Set the path of hangupCall to /calls/hangup/.'],
    ['https://switch.test/api/v2/end', {}, 'Set the path of hangupCall to /v2/end.'],
    ['../hang-up', {}, 'Set the path of hangupCall to /hang-up.'],
    ['/calls/hangup/', { base: 'https://switch.test' }, 'Set the path of hangupCall to /calls/hangup/.'],
    ['/v2/calls/hangup', {}, 'Set the base URL to https://switch.test/v2.'],
    ['/api/v2/calls/hangup', {}, 'Set the base URL to https://switch.test/api/v2.'],
    ['/calls/hangup', {}, 'Set the base URL to https://switch.test.'],
    ['/api/calls/hangup/', { path: '/calls/hangup?key=planted' }, 'Set the path of hangupCall to /calls/hangup/.'],
    ['/v2/calls/hangup', { path: '/calls/hangup?key=planted' }, 'Set the base URL to https://switch.test/v2.'],
    ['/api/start', { path: '/' }, 'Set the path of hangupCall to /start.'],
    ['/api/v2/', { path: '/' }, 'Set the base URL to https://switch.test/api/v2.'],
  ])('%s', (location, redirected, hint) => {
    for (const status of [301, 307, 308]) expect(read(location, { status, ...redirected }).hint).toBe(hint);
  });
});

describe('to the same origin, where it cannot', () => {
  test.each([
    ['to itself', '/api/calls/hangup', 308],
    ['outside the base URL', '/login', 307],
    ['as a page to look at', '/api/login', 302],
    ['as a page to look at', '/api/login', 303],
    ['to a path that holds a secret', '/api/s3cret-key/end', 308],
    ['to a path that holds a number', '/api/+15550004567/end', 308],
  ])('%s: both settings are named, and the login page', (_what, location, status) => {
    const { hint } = read(location, { status });
    expect(hint).toContain('login page');
    expect(hint).toContain('the base URL and the path of the operation');
    expect(hint).not.toMatch(/s3cret|4567/);
  });
});

test('to itself, with a key in the query of the path, nothing is to be set either', () => {
  expect(read('/api/calls/hangup', { path: '/calls/hangup?key=planted' }).hint).toContain('login page');
});

test('where it leads nowhere, the settings are to be checked', () => {
  expect(read('http://[').hint).toBe("Check the base URL, and that the path of hangupCall is the service's own.");
});

test('without knowing where the request went, only what the target itself says is told', () => {
  expect(read('https://switch.test/api/v2', { untold: true }).hint).toContain('another origin');
  expect(read('/api/v2', { untold: true }).hint).toContain('login page');
});
