import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Contestant, Suite } from '../suite.ts';

const processFile = (name: string): string => fileURLToPath(new URL(`../processes/${name}.js`, import.meta.url));

/** From nothing to the first switch. */
export const coldStart: Suite = {
  name: 'cold-start',
  title: 'a new process: import, host, plugin, brand, first switch',
  races: [
    {
      title: 'the whole life of a process',
      rounds: 15,
      figures: [
        {
          id: 'B7',
          title: 'import and first switch',
          metric: 'ms',
          unit: 'ms',
          ours: 'ours',
          peer: 'node -e 0',
          bound: { atMost: 3.6 },
        },
        { id: '-', title: 'with a warm compile cache', metric: 'ms', unit: 'ms', ours: 'ours, compile cache', peer: 'node -e 0' },
        { id: '-', title: 'modules from disk', metric: 'printed', unit: 'modules', ours: 'ours, counted' },
      ],
      open: async () => ({
        contestants: [
          freshProcess('ours', [processFile('cold-start')]),
          freshProcess('node -e 0', ['-e', '0']),
          freshProcess('ours, compile cache', [processFile('cold-start')], { NODE_COMPILE_CACHE: processFile('compile-cache') }),
          freshProcess('ours, counted', [processFile('cold-start-counted')]),
        ],
        close: async () => {},
      }),
    },
  ],
};

function freshProcess(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Contestant {
  const read = (): Promise<{ readonly ms: number; readonly printed: number }> =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
      let printed = '';
      child.stdout.on('data', (text: Buffer) => (printed += text.toString('utf8')));
      child.on('error', reject);
      child.on('close', (code) => {
        const ms = performance.now() - startedAt;
        if (code === 0) resolve({ ms, printed: Number(printed) });
        else reject(new Error(`${name} ended with ${code ?? 'a signal'}`));
      });
    });
  return { name, open: async () => ({ read, close: async () => {} }) };
}
