// Writes the generated parts of the documentation: `pnpm generate`. CI runs it and fails when anything changes.
import { readFile, writeFile } from 'node:fs/promises';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { renderReadme } from './render-readme.mjs';

const root = new URL('../', import.meta.url);
const readme = await readFile(new URL('README.md', root), 'utf8');
await writeFile(new URL('README.md', root), await renderReadme(readme, { root, plugin: five9Plugin }));
