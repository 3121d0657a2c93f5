import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renameVendor, type VendorNames } from './vendor-names.ts';

/** A file to write. */
export interface TemplateFile {
  /** Below the package's folder. */
  readonly path: string;
  readonly content: string;
}

const TEMPLATE = fileURLToPath(new URL('../template', import.meta.url));

/** The files of a new package: those of every package, and those of one in the workspace or of one that stands alone. */
export async function readTemplate(names: VendorNames, kind: 'workspace' | 'standalone'): Promise<readonly TemplateFile[]> {
  const common = await readFolder(join(TEMPLATE, 'src'), TEMPLATE);
  const own = await readFolder(join(TEMPLATE, kind), join(TEMPLATE, kind));
  return [...own, ...common].map(({ path, content }) => ({
    path: renameVendor(path, names),
    content: renameVendor(content, names),
  }));
}

async function readFolder(folder: string, root: string): Promise<readonly TemplateFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => ({ path: nameAsWritten(relative(root, path)), content: await readFile(path, 'utf8') })),
  );
}

/** npm leaves a .gitignore out of every package, and a package.json below another one misleads tools that look for them. */
const WRITTEN_AS: Readonly<Record<string, string>> = { gitignore: '.gitignore', '_package.json': 'package.json' };

function nameAsWritten(path: string): string {
  return WRITTEN_AS[path] ?? path;
}
