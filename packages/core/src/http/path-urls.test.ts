import { expect, test } from 'vitest';
import { PathUrls } from './path-urls.ts';

const urls = (): PathUrls => new PathUrls(new URL('https://switch.test/api'));

test('a path is parsed once, and shown without its query', () => {
  const all = urls();
  const found = all.get('/calls?v=2');
  expect(found).toMatchObject({ shown: 'https://switch.test/api/calls' });
  expect(found.url.href).toBe('https://switch.test/api/calls?v=2');
  expect(all.get('/calls?v=2')).toBe(found);
  expect(all.get('/calls')).not.toBe(found);
});

test('of a driver that puts ids into its paths no more than 64 are kept, and each is right all the same', () => {
  const all = urls();
  const pathOf = (id: number): string => `/calls/${id}`;
  const found = Array.from({ length: 66 }, (_, id) => all.get(pathOf(id)));
  const isKept = found.map((one, id) => all.get(pathOf(id)) === one);
  expect(isKept).toEqual(found.map((_, id) => id < 64));
  expect(all.get(pathOf(1_000)).url.pathname).toBe('/api/calls/1000');
});
