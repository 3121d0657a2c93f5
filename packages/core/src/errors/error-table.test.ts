import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../switch/operation.ts';
import { ERROR_POLICY, type ErrorPolicy } from './error-policy.ts';

const ROOT = new URL('../../../../', import.meta.url);
const CODES = Object.keys(ERROR_POLICY);
const POLICIES: readonly (readonly [string, ErrorPolicy])[] = Object.entries(ERROR_POLICY);

describe('docs/errors.md covers every code', () => {
  test('it is what the generator makes of the table of codes; run node scripts/render-errors.mjs', async () => {
    const script = new URL('scripts/render-errors.mjs', ROOT).href;
    const { renderErrorTable }: { renderErrorTable: (policy: typeof ERROR_POLICY) => string } = await import(
      /* @vite-ignore */ script
    );
    const page = await readFile(new URL('docs/errors.md', ROOT), 'utf8');
    expect(page).toBe(renderErrorTable(ERROR_POLICY));
    for (const code of CODES) expect(page).toContain(`\`${code}\``);
  });
});

describe('the codes are stable', () => {
  test('these and no others; a new one is a minor release, a changed one a major', () => {
    const listed =
      'CONFIG_INVALID ARGUMENT_INVALID PLUGIN_NOT_FOUND PLUGIN_DUPLICATE PLUGIN_INVALID SPEC_UNSUPPORTED CAPABILITY_MISSING ' +
      'UNREACHABLE TLS_FAILED BLOCKED_ADDRESS UNAUTHENTICATED FORBIDDEN AGENT_NOT_FOUND AGENT_NOT_READY DESTINATION_INVALID ' +
      'DESTINATION_BLOCKED CAMPAIGN_INVALID CALL_NOT_FOUND CALL_ENDED RATE_LIMITED TIMED_OUT ABORTED OUTCOME_UNKNOWN REJECTED ' +
      'UPSTREAM_FAILED CONTRACT_VIOLATED CLOSED DELIVERY_UNVERIFIED DELIVERY_MALFORMED INTERNAL';
    expect(CODES).toEqual(listed.split(' '));
  });

  test.each(POLICIES)('%s says what happened and, in one sentence, what the operator is to check', (_code, { message, hint }) => {
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(hint).toMatch(/^[A-Z][^.]*(\.\w[^.]*)*\.$/);
  });

  test('an unknown outcome is never retryable', () => {
    expect(ERROR_POLICY.OUTCOME_UNKNOWN).toMatchObject({ retryable: false, effect: 'unknown' });
    expect(POLICIES.filter(([, { retryable }]) => retryable).map(([code]) => code)).toEqual([
      'UNREACHABLE',
      'RATE_LIMITED',
      'TIMED_OUT',
      'UPSTREAM_FAILED',
    ]);
  });
});

test('every operation has a deadline', () => {
  for (const { deadlineMs } of Object.values(OPERATIONS)) expect(deadlineMs).toBeGreaterThan(0);
});
