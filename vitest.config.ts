import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// `pnpm test` says what it does in few lines: the versions are pinned, so the notice about type tests tells nothing.
process.env['VITEST_DISABLE_EXPERIMENTAL_LOG'] = 'true';

// Tests run on the sources of every package: nothing has to be built first.
const SOURCE_CONDITIONS = ['@elasticfunnels/source', 'node', 'import', 'module', 'default'];
// A template is tried out by what tests the tool that it belongs to.
const NOT_OURS = ['**/node_modules/**', '**/dist/**', '**/coverage/**', '**/template/**'];

// CI counts the tests by vitest's own report.
const jsonReport = process.env['VITEST_JSON_REPORT'];

export default defineConfig({
  resolve: { conditions: SOURCE_CONDITIONS },
  ssr: { resolve: { conditions: SOURCE_CONDITIONS } },
  test: {
    reporters: jsonReport === undefined ? ['default'] : ['default', ['json', { outputFile: jsonReport }]],
    env: { PACT_DO_NOT_TRACK: 'true' },
    // Vitest would take one worker on two cores; most of what is slow here waits for processes and clocks.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,apps,scripts,test,bench}/**/*.test.{ts,mjs}'],
          exclude: [...NOT_OURS, '**/*.int.test.ts', '**/*.pact.test.ts'],
          // Not 0: with a single worker vitest runs the files of group 0 after all the others.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{packages,apps,test}/**/*.int.test.ts'],
          exclude: NOT_OURS,
          testTimeout: 30_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'pacts',
          include: ['packages/**/*.pact.test.ts'],
          exclude: NOT_OURS,
          testTimeout: 30_000,
          // Pact's files lose interactions, without a word, when two tests write at once.
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['{packages,apps,test}/**/*.test-d.ts'],
            exclude: NOT_OURS,
            tsconfig: './tsconfig.test.json',
            // `tsc -b` has reported errors elsewhere already; here a type test passes or fails by its name.
            ignoreSourceErrors: true,
          },
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
