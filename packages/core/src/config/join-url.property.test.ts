import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { baseUrl, joinUrl } from './base-url.ts';
import { restPath } from './rest-path.ts';

const segment = fc.oneof(
  fc.stringMatching(/^[\w.~-]{1,8}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2E.',
    '%2f',
    '%5c..',
    '\\',
    '..;',
    '@evil.example',
    ':80',
    '//',
    '?',
    '#',
    'ü',
    '％２ｅ',
  ),
);
const path = fc.oneof(
  fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
  fc.array(segment, { maxLength: 5 }).map((segments) => segments.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const base = fc
  .tuple(
    fc.constantFrom('https://proxy.example', 'http://127.0.0.1:8080', 'https://[2606:4700::1]:444'),
    fc.array(fc.stringMatching(/^[\w~-]{1,6}$/), { maxLength: 3 }),
    fc.constantFrom('', '/', '//'),
  )
  .map(([origin, prefix, end]) => baseUrl.parse(`${origin}${prefix.map((part) => `/${part}`).join('')}${end}`));

/** As the most lenient of servers would read it: decoded until nothing changes. */
function decodeWhole(text: string): string {
  const decoded = text.replace(/%2e/gi, '.').replace(/%2f/gi, '/').replace(/%5c/gi, '/').replaceAll('\\', '/');
  return decoded === text ? text : decodeWhole(decoded);
}

test('a path that the settings take stays below the base, however a server decodes it', () => {
  fc.assert(
    fc.property(base, path, (root, text) => {
      if (!restPath.safeParse(text).success) return;
      const url = joinUrl(root, text);
      const prefix = root.pathname.replace(/\/+$/, '');
      expect(url.origin).toBe(root.origin);
      expect(url.pathname.startsWith(`${prefix}/`)).toBe(true);
      expect(url.username + url.password + url.hash).toBe('');
      expect(decodeWhole(url.pathname).split('/')).not.toContain('..');
    }),
    { numRuns: 1_000 },
  );
});

test('any other text leads below the base too, or nowhere', () => {
  fc.assert(
    fc.property(base, path, (root, text) => {
      try {
        const url = joinUrl(root, text);
        expect(url.origin).toBe(root.origin);
        expect(url.pathname.startsWith(`${root.pathname.replace(/\/+$/, '')}/`)).toBe(true);
      } catch (error) {
        if (!SwitchError.has(error, 'INTERNAL')) throw error;
        expect(error.effect).toBe('none');
      }
    }),
    { numRuns: 1_000 },
  );
});

test('of a plain path nothing is lost', () => {
  const plain = fc
    .array(fc.stringMatching(/^[\w~-]{1,8}$/), { minLength: 1, maxLength: 4 })
    .map((segments) => `/${segments.join('/')}`);
  fc.assert(
    fc.property(base, plain, fc.constantFrom('', '?a=b', '/'), (root, text, end) => {
      expect(restPath.parse(text + end)).toBe(text + end);
      expect(joinUrl(root, text + end).href).toBe(`${root.href.replace(/\/+$/, '')}${text}${end}`);
    }),
  );
});
