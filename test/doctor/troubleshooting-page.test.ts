import { readFile } from 'node:fs/promises';
import { ERROR_POLICY } from '@elasticfunnels/switch-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { CHECK_ROWS } from '../../apps/phone-switch/src/doctor/check.ts';

/** The rows of the product's own troubleshooting table, by its symptoms. */
const SYMPTOMS = [
  'Connect fails at once',
  '401/403 on all calls',
  'Make call returns 4xx with a JSON error',
  'Agent cannot dial',
  'Hangup or transfer no-ops',
  'Recording URL empty or invalid',
  'Screen pop missing customer',
];

const ROOT = new URL('../../', import.meta.url);

interface Renderer {
  readonly renderTroubleshooting: (page: string, policy: typeof ERROR_POLICY) => string;
  readonly listHeadings: (page: string) => ReadonlyMap<string, string>;
}

describe('docs/troubleshooting.md', () => {
  let page: string;
  let renderer: Renderer;
  beforeAll(async () => {
    page = await readFile(new URL('docs/troubleshooting.md', ROOT), 'utf8');
    renderer = await import(/* @vite-ignore */ new URL('scripts/render-troubleshooting.mjs', ROOT).href);
  });

  test('its table of codes is what the generator makes; run pnpm generate', () => {
    expect(renderer.renderTroubleshooting(page, ERROR_POLICY)).toBe(page);
    for (const code of Object.keys(ERROR_POLICY)) expect(page).toContain(`\`${code}\``);
  });

  test('has a section for each symptom of the product’s table', () => {
    expect([...renderer.listHeadings(page).values()]).toEqual(expect.arrayContaining(SYMPTOMS));
  });

  test.each(Object.entries(ERROR_POLICY))('has the section that the code %s leads to', (_code, { row }) => {
    expect([...renderer.listHeadings(page).keys()]).toContain(row);
  });

  test.each(Object.entries(CHECK_ROWS))('has the section that the check %s leads to', (_name, row) => {
    expect([...renderer.listHeadings(page).keys()]).toContain(row);
  });

  test('every anchor that the core knows is a heading, and no heading lacks one', async () => {
    const source = await readFile(new URL('packages/core/src/errors/troubleshooting-row.ts', ROOT), 'utf8');
    const rows = [...source.matchAll(/'([a-z0-9-]+)'/g)].map(([, row]) => row);
    expect(new Set(rows)).toEqual(new Set(renderer.listHeadings(page).keys()));
  });

  test('each section says what the software says, and what to do', () => {
    const sections = page.split(/^#{2,} /m).slice(1);
    for (const section of sections) expect(section).toMatch(/\*\*(The software says|There are three reasons,)\*\*/);
  });
});
