import { devNull } from 'node:os';
import { expect, test } from 'vitest';
import { verifierEnvironment } from './verifier-environment.ts';

test('the verifier reads no certificates, passes proxies by and reports to nobody, whatever a person has set', () => {
  const set = { SSL_CERT_FILE: '/etc/own.pem', NO_PROXY: '', no_proxy: 'intranet', PACT_DO_NOT_TRACK: 'false' };
  expect(verifierEnvironment(set)).toEqual({
    SSL_CERT_FILE: devNull,
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    PACT_DO_NOT_TRACK: 'true',
  });
});

test('the verifier keeps the rest of the environment', () => {
  expect(verifierEnvironment({ PATH: '/usr/bin', TMPDIR: '/var/own' })).toMatchObject({ PATH: '/usr/bin', TMPDIR: '/var/own' });
});
