import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { INTERACTIONS } from '../catalogue/interactions.ts';
import { temporaryDirectory } from '../consumer/temporary-directory.test.fixture.ts';
import { CONTRACT_VERSION } from './contract-version.ts';
import { CONTRACT_DIRECTORY, ContractFilesError, loadContract } from './load-contract.ts';
import { digestOf } from './manifest.ts';

describe('loadContract', () => {
  test('loads what is committed', async () => {
    const contract = await loadContract();
    const { core, basic, extended } = contract;
    expect([core, basic, extended].flatMap(({ interactions }) => interactions)).toHaveLength(INTERACTIONS.length);
    expect(contract.version).toBe(CONTRACT_VERSION);
    expect(contract.screenPop.interactions.length).toBeGreaterThan(0);
    expect(contract.schemas.get('make-call-answer')).toMatchObject({ required: ['call_id'] });
    expect(contract.states.map(({ state }) => state)).toContain('an active call');
    expect(contract.digest).toBe(digestOf(await readFile(join(CONTRACT_DIRECTORY, 'manifest.json'), 'utf8')));
  });

  test('the manifest names every file of the folder, and no other', async () => {
    const found = await readdir(CONTRACT_DIRECTORY, { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const { manifest } = await loadContract();
    expect(files.toSorted()).toEqual(
      [...manifest.files.map(({ path }) => path), 'manifest.json'].map((path) => join(CONTRACT_DIRECTORY, path)).toSorted(),
    );
  });

  test('refuses a file that is not the one of the manifest, and says which', async () => {
    await using copy = await temporaryDirectory();
    await cp(CONTRACT_DIRECTORY, copy.path, { recursive: true });
    await writeFile(join(copy.path, 'states.json'), '{"states":[]}');
    await expect(loadContract(copy.path)).rejects.toThrow(/states\.json is not the file of the manifest/);
    await rm(join(copy.path, 'states.json'));
    await expect(loadContract(copy.path)).rejects.toThrow(/states\.json cannot be read/);
  });

  test.each([
    ['is not there', undefined, /is this the folder of a contract/],
    ['is not JSON', 'no', /is not JSON/],
    ['is something else', '{"version":1}', /is no manifest/],
    ['lacks files', '{"contract":"x","version":"1.0.0","files":[]}', /names no states\.json/],
  ])('says so when the manifest %s', async (_what, text, message) => {
    await using empty = await temporaryDirectory();
    if (text !== undefined) await writeFile(join(empty.path, 'manifest.json'), text);
    const failure = loadContract(empty.path);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(ContractFilesError);
  });
});
