import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../consumer/temporary-directory.test.fixture.ts';
import { CONTRACT_DIRECTORY, loadContract } from '../contract-files/load-contract.ts';
import { materialise } from './materialise.ts';
import { writePacts } from './write-pacts.ts';

test('writePacts writes what is published, byte for byte, when nothing is changed; for its owner only', async () => {
  await using directory = await temporaryDirectory();
  const { core, extended } = await loadContract();
  const files = await writePacts(
    [core, extended].map((pact) => materialise(pact, {})),
    join(directory.path, 'new', 'pacts'),
  );
  expect(files).toHaveLength(2);
  for (const file of files) {
    expect(await readFile(file, 'utf8')).toBe(await readFile(join(CONTRACT_DIRECTORY, 'pacts', basename(file)), 'utf8'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
});
