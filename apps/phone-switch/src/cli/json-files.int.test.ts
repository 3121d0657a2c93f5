import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

describe('a file of settings', () => {
  let rig: CommandLineRig;
  beforeAll(async () => {
    rig = await startRig();
    await mkdir(join(rig.directory, 'folder'));
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  it('may begin with the mark of UTF-8', async () => {
    await rig.write('marked.json', `\uFEFF${JSON.stringify({ api_base_url: rig.middleware.url, api_key: API_KEY })}`);
    expect((await rig.run('connect', '--config', 'marked.json')).exitCode).toBe(0);
  });

  it.each([
    ['UTF-16 with a mark', Buffer.from('\uFEFF{"a": "b"}', 'utf16le'), '✗ it is UTF-16: save it as UTF-8.'],
    ['UTF-16 without one', Buffer.from('{"a": "b"}', 'utf16le').swap16(), '✗ it is UTF-16: save it as UTF-8.'],
    ['empty', Buffer.from(' \n'), '✗ it is empty.'],
    [
      'JSON with a comma too many',
      Buffer.from(`{\n  "api_key": "${API_KEY}",\n}`),
      '✗ it is not valid JSON: line 2, column 34: expected no comma before }.',
    ],
  ])('that is %s is refused with the reason and the place', async (_name, content, message) => {
    await rig.write('it', content);
    expect(await rig.run('connect', '--config', 'it')).toMatchObject({ exitCode: 2, err: `${message}\n` });
  });

  it('that is a folder, is not there or has no name is told, with the path where it was looked for', async () => {
    const inFolder = (file: string): string => `${file} (${join(rig.directory, file)})`;
    const tell = async (file: string): Promise<string> => (await rig.run('connect', '--config', file)).err;
    expect(await tell('folder')).toBe(`✗ ${inFolder('folder')} cannot be read: it is a folder.\n`);
    expect(await tell('none.json')).toBe(`✗ There is no file ${inFolder('none.json')}.\n`);
    expect(await tell(join(rig.directory, 'none.json'))).toBe(`✗ There is no file ${join(rig.directory, 'none.json')}.\n`);
    expect(await tell('')).toBe('✗ The name of a file is empty.\n');
  });
});
