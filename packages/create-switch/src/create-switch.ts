import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CreateSwitchError } from './create-switch-error.ts';
import { chooseDestination, type Destination } from './destination.ts';
import { addProjectReference } from './project-references.ts';
import { readTemplate, type TemplateFile } from './read-template.ts';
import { findNameProblem, toVendorNames } from './vendor-names.ts';

/** What to make, and from where. */
export interface CreateSwitchRequest {
  /** Of the vendor: lower case, digits and dashes. */
  readonly name: string;
  /** Absolute: what relative paths are relative to. */
  readonly workingFolder: string;
  /** Where the package goes, instead of the folder that its name gives. */
  readonly directory?: string;
}

/** What was made. */
export interface CreatedSwitch {
  /** Absolute. */
  readonly folder: string;
  readonly packageName: string;
  /** Below the folder. */
  readonly files: readonly string[];
  /** The root of the framework's workspace, where the package is one of its packages. */
  readonly workspace?: string;
  /** Files of the workspace that now name the package. */
  readonly edited: readonly string[];
  /** Files of the workspace that have to name the package, and could not be edited. */
  readonly toEdit: readonly string[];
}

const TSCONFIGS: readonly string[] = ['tsconfig.json', 'tsconfig.test.json'];

/**
 * Writes a package for a vendor's driver, and makes it known to the workspace that it is written into.
 *
 * @throws CreateSwitchError for a name that will not do, and for a folder that has anything in it: nothing is ever overwritten.
 */
export async function createSwitch({ name, workingFolder, directory }: CreateSwitchRequest): Promise<CreatedSwitch> {
  const problem = findNameProblem(name);
  if (problem !== undefined) throw new CreateSwitchError('usage', `${JSON.stringify(name)} will not do: ${problem}.`);
  const destination = chooseDestination(name, workingFolder, directory);
  await assertFree(destination.folder);
  const { workspace } = destination;
  const template = await readTemplate(toVendorNames(name), workspace === undefined ? 'standalone' : 'workspace');
  const files = template.map((file) => withCore(file, destination));
  await writeAll(destination.folder, files);
  const known = workspace === undefined ? { edited: [], toEdit: [] } : await register(workspace, basename(destination.folder));
  return {
    folder: destination.folder,
    packageName: workspace === undefined ? `switch-${name}` : `@elasticfunnels/switch-${name}`,
    files: files.map(({ path }) => path),
    ...(workspace === undefined ? {} : { workspace }),
    ...known,
  };
}

async function assertFree(folder: string): Promise<void> {
  let found: readonly string[];
  try {
    found = await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw new CreateSwitchError('failed', `${folder} is there already, and is no folder to write into.`, { cause: error });
  }
  if (found.length === 0) return;
  throw new CreateSwitchError(
    'failed',
    `${folder} is not empty, and nothing is overwritten: remove it, or name another by --dir.`,
  );
}

/** A package that stands alone may take the core from a checkout, as long as no registry has it. */
function withCore(file: TemplateFile, { core }: Destination): TemplateFile {
  if (core === undefined || file.path !== 'package.json') return file;
  const [before, after] = file.content.split('"devDependencies"');
  const linked = after?.replace(
    /("@elasticfunnels\/switch-core": )"[^"]+"/,
    (_all, key: string) => `${key}${JSON.stringify(core)}`,
  );
  return linked === undefined ? file : { ...file, content: `${before}"devDependencies"${linked}` };
}

async function writeAll(folder: string, files: readonly TemplateFile[]): Promise<void> {
  try {
    for (const { path, content } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      // `wx`: fails where a file has appeared since the folder was found to be free.
      await writeFile(join(folder, path), content, { flag: 'wx' });
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CreateSwitchError('failed', `The package could not be written: ${why}.`, { cause });
  }
}

async function register(workspace: string, folderName: string): Promise<Pick<CreatedSwitch, 'edited' | 'toEdit'>> {
  const edited: string[] = [];
  const toEdit: string[] = [];
  for (const tsconfig of TSCONFIGS) {
    const before = await readFile(join(workspace, tsconfig), 'utf8').catch(() => '');
    const after = addProjectReference(before, `packages/${folderName}`);
    if (after === undefined) toEdit.push(tsconfig);
    if (after === undefined || after === before) continue;
    await writeFile(join(workspace, tsconfig), after);
    edited.push(tsconfig);
  }
  return { edited, toEdit };
}
