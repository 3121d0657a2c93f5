import { createRequire } from 'node:module';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { AnsweringChild } from '../measure/child-process.ts';
import { installPublished } from '../measure/published-packages.ts';
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
          title: 'verifying the core pact as installed, against the bare verifier binary',
          metric: 'ms',
          unit: 'ms',
          ours: 'installed',
          peer: 'bare verifier',
          bound: { atMost: 2 },
        },
        { id: '-', title: 'unbundled, as in this workspace', metric: 'ms', unit: 'ms', ours: 'workspace', peer: 'bare verifier' },
        {
          id: '-',
          title: 'as installed, against the bare verifier told to read no certificates, as ours is',
          metric: 'ms',
          unit: 'ms',
          ours: 'installed',
          peer: 'bare verifier, no certificates',
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
const commandIn = (kit: string): string => join(kit, 'bin', 'switch-contract.js');

/** The Pact Foundation's own binary: its package for this machine is found only from the wrapper. */
function findVerifier(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const wrapper = createRequire(require.resolve('@pact-foundation/pact-cli/package.json'));
  const manifest = wrapper.resolve(`@pact-foundation/pact-cli-${system}-${process.arch}/package.json`);
  return join(dirname(manifest), 'standalone', system === 'windows' ? 'pact.exe' : 'pact');
}

async function openField(): Promise<Field> {
  const project = await installPublished(['packages/core', 'packages/switch-five9', 'packages/switch-contract-tests']);
  const installed = commandIn(join(project.directory, 'node_modules/@elasticfunnels/switch-contract-tests'));
  const workspace = commandIn(dirname(require.resolve('@elasticfunnels/switch-contract-tests/package.json')));
  const environment = { ...ENVIRONMENT, NODE_COMPILE_CACHE: project.cacheFolder };
  const middleware = new AnsweringChild({ file: 'contract-middleware', args: [API_KEY] });
  const restart = (): Promise<Middleware> => middleware.ask<Middleware>('restart');
  const pacts = join(project.directory, 'pacts');
  const materialise = ['materialise', ...target(await restart()), '--credentials', 'inline', '--out', pacts];
  await timeProcess('materialise', process.execPath, [installed, ...materialise], environment);
  const ours = (name: string, kit: string, words: (running: Middleware) => readonly string[]): Contestant =>
    contestant(name, restart, (running) => [process.execPath, [kit, ...words(running)]], environment);
  const bare = (name: string, own: Readonly<Record<string, string>> = {}): Contestant =>
    contestant(name, restart, (running) => [findVerifier(), verifierWords(join(pacts, CORE_PACT), running)], {
      ...ENVIRONMENT,
      ...own,
    });
  return {
    contestants: [
      ours('installed', installed, whole),
      bare('bare verifier'),
      ours('workspace', workspace, whole),
      bare('bare verifier, no certificates', { SSL_CERT_FILE: devNull }),
      ours('with --states-url', installed, (running) => [...whole(running), '--states-url', running.statesUrl]),
      ours('switch-contract --help', installed, () => ['--help']),
    ],
    close: async () => {
      await middleware.close();
      await project.close();
    },
  };
}

function target({ url }: Middleware): readonly string[] {
  return ['--base-url', url, '--api-key-env', KEY_VARIABLE, ...FIXTURES];
}

function whole(running: Middleware): readonly string[] {
  return ['verify', ...target(running), '--level', 'core'];
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
  environment: Readonly<Record<string, string>>,
): Contestant {
  const read = async (): Promise<{ readonly ms: number }> => {
    const [file, words] = command(await restart());
    const { ms } = await timeProcess(name, file, words, environment);
    return { ms };
  };
  return { name, open: async () => ({ read, close: async () => {} }) };
}
