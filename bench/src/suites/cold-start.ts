import { fileURLToPath } from 'node:url';
import { installPublished } from '../measure/published-packages.ts';
import { timeProcess } from '../measure/time-process.ts';
import type { Contestant, Suite } from '../suite.ts';

const processFile = (name: string): string => fileURLToPath(new URL(`../processes/${name}.js`, import.meta.url));

/** From nothing to the first switch. */
export const coldStart: Suite = {
  name: 'cold-start',
  title: 'a new process: import, host, plugin, brand, first switch',
  seconds: 40,
  races: [
    {
      title: 'the whole life of a process',
      rounds: 15,
      figures: [
        {
          id: 'B7',
          title: 'as installed: import and first switch',
          metric: 'ms',
          unit: 'ms',
          ours: 'installed',
          peer: 'node -e 0',
          bound: { atMost: 3.6 },
        },
        {
          id: 'B7',
          title: 'as installed, with a warm compile cache',
          metric: 'ms',
          unit: 'ms',
          ours: 'installed, compile cache',
          peer: 'node -e 0',
          bound: { atMost: 3.6 },
        },
        { id: '-', title: 'unbundled, as in this workspace', metric: 'ms', unit: 'ms', ours: 'workspace', peer: 'node -e 0' },
        { id: '-', title: 'unbundled: modules from disk', metric: 'printed', unit: 'modules', ours: 'workspace, counted' },
      ],
      async open() {
        const installed = await installPublished(['packages/core', 'packages/switch-five9']);
        const script = await installed.copy(processFile('cold-start'));
        const cached = { NODE_COMPILE_CACHE: installed.cacheFolder };
        return {
          contestants: [
            freshProcess('installed', [script]),
            freshProcess('node -e 0', ['-e', '0']),
            freshProcess('installed, compile cache', [script], cached),
            freshProcess('workspace', [processFile('cold-start')]),
            freshProcess('workspace, counted', [processFile('cold-start-counted')]),
          ],
          close: () => installed.close(),
        };
      },
    },
  ],
};

function freshProcess(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Contestant {
  const read = async (): Promise<{ readonly ms: number; readonly printed: number }> => {
    const { ms, printed } = await timeProcess(name, process.execPath, args, env);
    return { ms, printed: Number(printed) };
  };
  return { name, open: async () => ({ read, close: async () => {} }) };
}
