import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Five9Simulator, type RunningMiddleware, startMiddleware } from '@elasticfunnels/five9-middleware';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const API_KEY = 'example-key';

describe('the examples of the README', () => {
  const simulator = new Five9Simulator({ timings: { ringMs: 1, wrapUpMs: 0 } });
  let middleware: RunningMiddleware;
  beforeAll(async () => {
    middleware = await startMiddleware({ five9: simulator, authentication: { kind: 'bearer', apiKey: API_KEY } });
  });
  afterAll(async () => {
    await middleware.close();
    await simulator.close();
  });

  const runExample = async (file: string, environment: Readonly<Record<string, string>> = {}): Promise<string> => {
    const path = fileURLToPath(new URL(`../examples/${file}`, import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@elasticfunnels/source', path], {
      env: { ...process.env, ...environment },
      timeout: 20_000,
    });
    return stdout;
  };

  it('platform.ts places a call on a real middleware, and hangs it up', async () => {
    const stdout = await runExample('platform.ts', { FIVE9_API_BASE_URL: middleware.url, FIVE9_API_KEY: API_KEY });
    expect(stdout).toMatch(/^placed \d{15}\nended\n$/);
    expect(simulator.dials()).toHaveLength(1);
  });

  it("platform-container.ts embeds the framework in the platform's own container, and its logger is the one that is used", async () => {
    const [logged = '', printed] = (await runExample('platform-container.ts')).trim().split('\n');
    expect(JSON.parse(logged)).toMatchObject({
      name: 'platform',
      brand: 'acme',
      operation: 'hangupCall',
      msg: 'operation failed',
    });
    expect(printed).toBe('ABORTED');
  });
});
