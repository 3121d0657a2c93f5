import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A fault server in another process. */
export interface FaultProcess extends AsyncDisposable {
  readonly url: string;
}

/** Starts a fault server in a process of its own; it ends with the scope, or with this process. */
export async function startFaultProcess(name: string, maxSentBytes: number): Promise<FaultProcess> {
  const script = fileURLToPath(new URL('fault-server-process.ts', import.meta.url));
  const child = fork(script, [name, String(maxSentBytes)], { execArgv: ['--conditions=@elasticfunnels/source'] });
  const exited = once(child, 'exit');
  const [url] = (await Promise.race([once(child, 'message'), exited.then(() => [undefined])])) as [string | undefined];
  if (url === undefined) throw new Error(`The fault server of ${name} did not start.`);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      child.disconnect();
      await exited;
    },
  };
}
