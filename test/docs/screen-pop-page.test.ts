import { readFile } from 'node:fs/promises';
import { DEFAULT_RECEIVER_LIMITS, DELIVERY_ANSWERS, screenPopSettingsSchema } from '@elasticfunnels/switch-core';
import { expect, test } from 'vitest';

interface Renderer {
  readonly renderScreenPop: (
    page: string,
    sources: { readonly answers: typeof DELIVERY_ANSWERS; readonly settingsSchema: typeof screenPopSettingsSchema },
  ) => string;
}

const page = await readFile(new URL('../../docs/screen-pop.md', import.meta.url), 'utf8');
const { renderScreenPop }: Renderer = await import(new URL('../../scripts/render-screen-pop.mjs', import.meta.url).href);

test('the tables of settings and of reasons are those of the code: `pnpm generate` writes them', () => {
  expect(renderScreenPop(page, { answers: DELIVERY_ANSWERS, settingsSchema: screenPopSettingsSchema })).toBe(page);
});

test('the table of limits has every limit with its default', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, name, value]) => [name, Number(value)]);
  expect(Object.fromEntries(rows)).toEqual(DEFAULT_RECEIVER_LIMITS);
});

test('the sender is told what each status means', () => {
  const told = new Set(
    [...page.matchAll(/^\| ([\d, ]+) \| [^`]/gm)].flatMap(([, statuses = '']) => statuses.split(', ').map(Number)),
  );
  expect(told).toEqual(new Set(Object.values(DELIVERY_ANSWERS).map(({ status }) => status)));
});

test.each(['node', 'express', 'fastify', 'hono'])('what it says of %s stands in the example', async (framework) => {
  const example = await readFile(new URL(`../../examples/screen-pop-${framework}.ts`, import.meta.url), 'utf8');
  const [, code = ''] =
    new RegExp(`screen-pop-${framework}\\.ts\\)[^\`]*(?:\`[A-Z]\\w+\`[^\`]*)*\`\`\`ts\\n([^]*?)\`\`\``).exec(page) ?? [];
  expect(code).not.toBe('');
  const lines = code.trim().split('\n');
  for (const line of lines) expect(example).toContain(line.replace(/\.listen\(4100\);$/, ''));
});
