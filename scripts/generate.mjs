// Writes the generated parts of the documentation: `pnpm generate`. CI runs it and fails when anything changes.
import { readFile, writeFile } from 'node:fs/promises';
import { DELIVERY_ANSWERS, ERROR_POLICY, screenPopSettingsSchema } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { writeContract } from '../packages/switch-contract-tests/src/contract-files/contract-content.test.fixture.ts';
import { updateDocs } from '../bench/src/docs/update-docs.ts';
import { renderErrorTable } from './render-errors.mjs';
import { renderReadme } from './render-readme.mjs';
import { renderScreenPop } from './render-screen-pop.mjs';
import { renderTroubleshooting } from './render-troubleshooting.mjs';
import { renderVendors } from './render-vendors.mjs';
import { VENDORS } from './vendors.mjs';

// Pact reports its usage to its makers unless it is told not to, each time that it writes.
process.env.PACT_DO_NOT_TRACK = 'true';

const root = new URL('../', import.meta.url);
const readme = await readFile(new URL('README.md', root), 'utf8');
await writeFile(new URL('README.md', root), await renderReadme(readme, { root, plugin: five9Plugin }));
await writeFile(new URL('docs/errors.md', root), renderErrorTable(ERROR_POLICY));
const troubleshooting = new URL('docs/troubleshooting.md', root);
await writeFile(troubleshooting, renderTroubleshooting(await readFile(troubleshooting, 'utf8'), ERROR_POLICY));
const screenPop = new URL('docs/screen-pop.md', root);
const screenPopSources = { answers: DELIVERY_ANSWERS, settingsSchema: screenPopSettingsSchema };
await writeFile(screenPop, renderScreenPop(await readFile(screenPop, 'utf8'), screenPopSources));
await writeFile(new URL('docs/vendors.md', root), renderVendors(VENDORS));
// From the figures that are committed: measuring is `pnpm bench`.
updateDocs();
await writeContract();
