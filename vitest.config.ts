import { defineConfig } from 'vitest/config';

// Tests run on the sources of every package: nothing has to be built first.
const SOURCE_CONDITIONS = ['@elasticfunnels/source', 'node', 'import', 'module', 'default'];
const NOT_OURS = ['**/node_modules/**', '**/dist/**', '**/coverage/**'];

export default defineConfig({
  resolve: { conditions: SOURCE_CONDITIONS },
  ssr: { resolve: { conditions: SOURCE_CONDITIONS } },
  test: {
    env: { PACT_DO_NOT_TRACK: 'true' },
    // A test that waits for the network or for real time is a mistake: say so early.
    testTimeout: 10_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,apps,scripts}/**/*.test.{ts,mjs}'],
          exclude: [...NOT_OURS, '**/*.int.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{packages,apps,test}/**/*.int.test.ts'],
          exclude: NOT_OURS,
          testTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/{src,testing,conformance}/**/*.ts', 'apps/*/src/**/*.ts'],
      exclude: [...NOT_OURS, '**/*.test.ts', '**/*.test-d.ts', '**/index.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      reportsDirectory: 'coverage',
    },
  },
});
