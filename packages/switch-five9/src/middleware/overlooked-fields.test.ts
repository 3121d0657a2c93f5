import { expect, test } from 'vitest';
import { CALL, KEY, openScripted } from '../five9-phone.test.fixture.ts';
import { describeOverlooked, findOverlooked } from './overlooked-fields.ts';

const WARNING = 'a recording is pending, as its answer has none of the fields that a URL is looked for in';

test('a recording whose URL is under another name stays pending, and the logger is told the names once', async () => {
  const json = { success: true, recordingLink: 'https://x.example/planted', [KEY]: 1, data: { link: 'planted' } };
  await using opened = await openScripted((on) => on.answer({ json }).answer({ json }));
  expect(await opened.phone.getCallRecordingUrl(CALL)).toEqual({ status: 'pending' });
  expect(await opened.phone.getCallRecordingUrl(CALL)).toEqual({ status: 'pending' });
  const told = opened.logger.text();
  expect(told.split(WARNING)).toHaveLength(2);
  for (const name of ['recordingLink', 'data.link', 'recording_url', 'download_url']) expect(told).toContain(name);
  expect(told).not.toContain(KEY);
  expect(told).not.toContain('planted');
});

test.each([
  { status: 202, json: { recordingLink: 'x' } },
  { json: { recording_url: null, more: 1 } },
  { json: { url: '', more: 1 } },
  { json: { success: true } },
  { body: '' },
])('one that is only not ready is nothing to tell: %j', async (answer) => {
  await using opened = await openScripted((on) => on.answer(answer));
  expect(await opened.phone.getCallRecordingUrl(CALL)).toEqual({ status: 'pending' });
  expect(opened.logger.text()).not.toContain(WARNING);
});

test('a path that ends at a null is there, one that leads nowhere is not', () => {
  expect(findOverlooked({ data: null, more: 1 }, ['data.link'])).toEqual([]);
  expect(findOverlooked({ data: { href: 'x' } }, ['data.link'])).toEqual(['data', 'data.href']);
  expect(findOverlooked({ data: 'x' }, ['data.link', 'toString'])).toEqual(['data']);
  expect(findOverlooked({ data: 'x' }, ['data.length'])).toEqual(['data']);
  expect(findOverlooked({ data: null, more: [1] }, ['link'])).toEqual(['data', 'more']);
  expect(findOverlooked({ more: 1 }, [])).toEqual([]);
});

test('no more than ten names are told, and nothing where none was overlooked', () => {
  const names = Array.from({ length: 12 }, (_, index) => `name${index}`);
  expect(describeOverlooked(names, ['url', 'link'])).toMatch(/looked for in url, link,.* has name0, name1, .*, name9\.$/);
  expect(describeOverlooked([], ['url'])).toBe('');
});
