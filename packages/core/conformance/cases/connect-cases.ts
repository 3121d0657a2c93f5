import { ok } from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.ts';

/** What proving the connection promises. */
export const connectCases: readonly CaseDefinition[] = [
  {
    name: 'connect says verified, or reachable and why the credentials are unverified, and how long it took',
    check: async ({ phone }) => {
      const result = await phone.connect();
      ok(
        result.status === 'verified' || result.status === 'reachable',
        `The status must be verified or reachable, not ${String(result.status)}.`,
      );
      ok(Number.isFinite(result.latencyMs) && result.latencyMs >= 0, 'latencyMs must be a number of milliseconds, not negative.');
      if (result.status === 'reachable')
        ok(result.reason.trim() !== '', 'reachable must say why the credentials are unverified.');
    },
  },
  {
    name: 'connect rings nobody',
    check: async (scene) => {
      await scene.phone.connect();
      await scene.assertNothingHappened('After connect');
    },
  },
  {
    name: 'connect with refused credentials is UNAUTHENTICATED or FORBIDDEN, never verified',
    requires: ['trouble:bad-credentials'],
    check: async (scene) => {
      await scene.provoke('bad-credentials');
      await scene.fails('connect with bad credentials', scene.phone.connect(), {
        codes: ['UNAUTHENTICATED', 'FORBIDDEN'],
        effect: 'none',
      });
    },
  },
  {
    name: 'connect to a switch that cannot be reached is UNREACHABLE, and nothing was sent',
    requires: ['trouble:unreachable'],
    check: async (scene) => {
      await scene.provoke('unreachable');
      const expected = { codes: ['UNREACHABLE'], effect: 'none', retryable: true } as const;
      await scene.fails('connect to an unreachable switch', scene.phone.connect(), expected);
    },
  },
  {
    name: 'connect never reports success when the answer cannot be read',
    requires: ['trouble:garbled-answer'],
    check: async (scene) => {
      await scene.provoke('garbled-answer');
      const outcome = await scene.phone.connect().then(
        ({ status }) => status,
        (thrown: unknown) => scene.fails('connect', Promise.reject(thrown)).then(() => 'failed'),
      );
      ok(outcome !== 'verified', 'An answer that cannot be read proves nothing about the credentials.');
    },
  },
];
