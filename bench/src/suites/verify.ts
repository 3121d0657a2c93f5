import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AnsweringChild } from '../measure/child-process.ts';
import { timeProcess } from '../measure/time-process.ts';
import type { Contestant, Field, Suite } from '../suite.ts';

const API_KEY = 'example-api-key';
const KEY_VARIABLE = 'BENCH_KEY';
// Pact reports its usage to its makers unless it is told not to.
const ENVIRONMENT = { [KEY_VARIABLE]: API_KEY, PACT_DO_NOT_TRACK: 'true' };
const FIXTURES = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002'];
const CORE_PACT = 'five9-driver-five9-rest-middleware.json';

/** Proving a middleware right. */
export const verify: Suite = {
  name: 'verify',
  title: 'the core pact against the reference middleware, whole processes',
  seconds: 60,
  races: [
    {
      title: 'switch-contract verify --level core, against the bare verifier binary on the same pact',
      rounds: 7,
      figures: [
        {
          id: 'B12',
          title: 'verifying the core pact, against the bare verifier binary',
          metric: 'ms',
          unit: 'ms',
          ours: 'switch-contract verify',
          peer: 'bare verifier',
          bound: { atMost: 2 },
        },
        {
          id: '-',
          title: 'with states from an endpoint, as the bare verifier has them',
          metric: 'ms',
          unit: 'ms',
          ours: 'with --states-url',
          peer: 'bare verifier',
        },
        {
          id: '-',
          title: 'of which the command starting (--help)',
          metric: 'ms',
          unit: 'ms',
          ours: 'switch-contract --help',
          peer: 'bare verifier',
        },
      ],
      open: openField,
    },
  ],
};

interface Middleware {
  readonly url: string;
  readonly statesUrl: string;
}

const require = createRequire(import.meta.url);
const kit = join(dirname(require.resolve('@elasticfunnels/switch-contract-tests/package.json')), 'bin', 'switch-contract.js');

/** The Pact Foundation's own binary: its package for this machine is found only from the wrapper. */
function findVerifier(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const wrapper = createRequire(require.resolve('@pact-foundation/pact-cli/package.json'));
  const manifest = wrapper.resolve(`@pact-foundation/pact-cli-${system}-${process.arch}/package.json`);
  return join(dirname(manifest), 'standalone', system === 'windows' ? 'pact.exe' : 'pact');
}

async function openField(): Promise<Field> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-verify-'));
  const middleware = new AnsweringChild({ file: 'contract-middleware', args: [API_KEY] });
  const restart = (): Promise<Middleware> => middleware.ask<Middleware>('restart');
  const target = ({ url }: Middleware): readonly string[] => ['--base-url', url, '--api-key-env', KEY_VARIABLE, ...FIXTURES];
  const whole = (running: Middleware): readonly string[] => [kit, 'verify', ...target(running), '--level', 'core'];
  const { url } = await restart();
  const materialise = [kit, 'materialise', ...target({ url, statesUrl: '' }), '--credentials', 'inline', '--out', directory];
  await timeProcess('materialise', process.execPath, materialise, ENVIRONMENT);
  return {
    contestants: [
      contestant('switch-contract verify', restart, (running) => [process.execPath, whole(running)]),
      contestant('bare verifier', restart, (running) => [findVerifier(), verifierWords(join(directory, CORE_PACT), running)]),
      contestant('with --states-url', restart, (running) => [
        process.execPath,
        [...whole(running), '--states-url', running.statesUrl],
      ]),
      contestant('switch-contract --help', restart, () => [process.execPath, [kit, '--help']]),
    ],
    close: async () => {
      await middleware.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function verifierWords(pact: string, { url, statesUrl }: Middleware): readonly string[] {
  return [
    'verifier',
    `--file=${pact}`,
    '--hostname=127.0.0.1',
    `--port=${new URL(url).port}`,
    `--state-change-url=${statesUrl}`,
    '--state-change-teardown',
    '--no-colour',
    '--loglevel=none',
  ];
}

function contestant(
  name: string,
  restart: () => Promise<Middleware>,
  command: (running: Middleware) => readonly [string, readonly string[]],
): Contestant {
  const read = async (): Promise<{ readonly ms: number }> => {
    const [file, words] = command(await restart());
    const { ms } = await timeProcess(name, file, words, ENVIRONMENT);
    return { ms };
  };
  return { name, open: async () => ({ read, close: async () => {} }) };
}
