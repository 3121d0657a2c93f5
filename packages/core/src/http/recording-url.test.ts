import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { AddressGuard } from './address-guard.ts';
import { LOOPBACK_ALLOWED, type NetworkPolicy, PUBLIC_HTTPS_ONLY } from './network-policy.ts';
import { parseRecordingUrl } from './recording-url.ts';

const parse = (text: string, policy: NetworkPolicy = PUBLIC_HTTPS_ONLY): URL => parseRecordingUrl(text, new AddressGuard(policy));

describe('a recording’s URL is absolute and https', () => {
  test.each([
    'https://cdn.test/a.mp3',
    'https://cdn.test/a.mp3?X-Signature=abc%2Fdef&e=1#t=10',
    'HTTPS://cdn.test:8443/a',
    'https://[2606:4700::1]/a',
  ])('%s', (text) => {
    expect(parse(text).href).toBe(new URL(text).href);
  });

  test.each([
    '',
    '/a.mp3',
    'cdn.test/a.mp3',
    '//cdn.test/a.mp3',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'file:///etc/passwd',
    'data:audio/wav;base64,AAAA',
    'blob:https://cdn.test/1',
    'ftp://cdn.test/a.mp3',
    'http://cdn.test/a.mp3',
    'https://user:pass@cdn.test/a',
    'https://user@cdn.test/a',
    'https://:pass@cdn.test/a',
    'https://',
    'null',
    'undefined',
  ])('%j is CONTRACT_VIOLATED', (text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'CONTRACT_VIOLATED', effect: 'none', details: { reason: 'unusable_url' } }),
    );
  });

  test.each([
    ['/a.mp3', /absolute URL/],
    ['http://cdn.test/a', /plain http.* network policy/],
    ['ftp://cdn.test/a', /ftp is not http/],
    ['https://:pass@cdn.test/a', /credentials/],
  ])('what is wrong with %s is told, and what the service is to answer with', (text, words) => {
    const message = expect.stringMatching(words);
    expect(() => parse(text)).toThrow(expect.objectContaining({ message, hint: expect.stringContaining('absolute https URL') }));
  });

  test('http only where the host’s policy allows it', () => {
    expect(parse('http://127.0.0.1:8080/a', LOOPBACK_ALLOWED).port).toBe('8080');
    expect(parse('http://localhost:8080/a', LOOPBACK_ALLOWED).port).toBe('8080');
    expect(parse('http://cdn.test/a', { plainHttp: 'anywhere' }).host).toBe('cdn.test');
    for (const text of ['http://cdn.test/a', 'http://10.0.0.1/a', 'ftp://127.0.0.1/a'])
      expect(() => parse(text, LOOPBACK_ALLOWED)).toThrow(SwitchError);
  });

  test('signed query strings are never in an error', () => {
    for (const text of ['http://cdn.test/a?sig=s3cret', 'https://u:s3cret@cdn.test/?sig=s3cret', 's3cret']) {
      expect(() => parse(text)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('s3cret') }));
    }
  });
});
