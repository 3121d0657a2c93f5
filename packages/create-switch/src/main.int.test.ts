import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { main } from './main.ts';
import { emptyFolder } from './new-package.test.fixture.ts';

interface Said {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

async function run(words: readonly string[], workingFolder: string): Promise<Said> {
  let out = '';
  let error = '';
  const output = { out: (text: string) => void (out += text), error: (text: string) => void (error += text) };
  return { exitCode: await main(words, workingFolder, output), out, error };
}

describe('create-switch', () => {
  it('writes a package, and says what comes next', async () => {
    using folder = emptyFolder();
    const { exitCode, out } = await run(['acme'], folder.path);
    expect(exitCode).toBe(0);
    expect(out).toContain('Created switch-acme in switch-acme: ');
    expect(out).toMatch(/\n {2}cd switch-acme +the package stands alone\n {2}pnpm install .*\n {2}pnpm test .*\n/);
    expect(out).toContain('switch-acme/src/acme-phone-switch.ts');
    const written = readdirSync(join(folder.path, 'switch-acme'), { recursive: true });
    expect(written).toContain('.gitignore');
    expect(written).toContain('src/conformance/simulated-acme.test.fixture.ts');
    for (const file of written.filter((path) => String(path).endsWith('.ts'))) {
      expect(readFileSync(join(folder.path, 'switch-acme', String(file)), 'utf8')).not.toMatch(
        /new-vendor|[nN]ewVendor|New Vendor/,
      );
    }
  });

  it('tells it to a program as one object', async () => {
    using folder = emptyFolder();
    const { exitCode, out } = await run(['acme', '--dir', 'here', '--json'], folder.path);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ created: { folder: join(folder.path, 'here'), packageName: 'switch-acme' } });
  });

  it('writes into an empty folder, the present one too', async () => {
    using folder = emptyFolder();
    expect(await run(['acme', '--dir', '.'], folder.path)).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(folder.path, 'src/plugin.ts'))).toBe(true);
  });

  it('overwrites nothing', async () => {
    using folder = emptyFolder();
    mkdirSync(join(folder.path, 'switch-acme'));
    writeFileSync(join(folder.path, 'switch-acme', 'mine.txt'), 'mine');
    const { exitCode, error } = await run(['acme'], folder.path);
    expect(exitCode).toBe(1);
    expect(error).toContain('is not empty, and nothing is overwritten: remove it, or name another by --dir.');
    expect(readdirSync(join(folder.path, 'switch-acme'))).toEqual(['mine.txt']);
    writeFileSync(join(folder.path, 'file'), '');
    expect(await run(['acme', '--dir', 'file'], folder.path)).toMatchObject({ exitCode: 1 });
    expect(await run(['acme', '--dir', 'file/below'], folder.path)).toMatchObject({ exitCode: 1 });
  });

  it('shows examples when asked for help', async () => {
    using folder = emptyFolder();
    const { exitCode, out } = await run(['--help'], folder.path);
    expect(exitCode).toBe(0);
    expect(out).toContain('pnpm create-switch acme');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test.each([
    [[], 'Which vendor?'],
    [['Acme'], '"Acme" will not do: a name is of lower-case letters'],
    [['core'], 'reserved for the framework'],
    [['acme', 'dialler'], 'One vendor at a time'],
    [['acme', '--folder', 'x'], "Unknown option '--folder'"],
    [['acme', '--dir'], '--dir'],
  ])('%j is a matter of usage', async (words, why) => {
    using folder = emptyFolder();
    const said = await run(words, folder.path);
    expect(said).toMatchObject({ exitCode: 2, out: '' });
    expect(said.error).toContain(why);
    const asJson = await run([...words, '--json'], folder.path);
    expect(asJson).toMatchObject({ exitCode: 2, error: '' });
    expect(JSON.parse(asJson.out)).toMatchObject({ error: { kind: 'usage' } });
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
