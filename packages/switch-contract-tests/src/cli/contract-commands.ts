import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { INTERACTIONS, type Interaction } from '../catalogue/interactions.ts';
import { levelOf } from '../catalogue/levels.ts';
import { type Contract, loadContract } from '../contract-files/load-contract.ts';
import { generatePacts, materialiseOptionsOf } from '../generate/generate-pacts.ts';
import type { PactAuthentication } from '../materialise/authentication.ts';
import { materialise } from '../materialise/materialise.ts';
import { writePacts } from '../materialise/write-pacts.ts';
import { listPacts } from '../verify/select-checks.ts';
import { readTarget, type TargetFlags } from './read-target.ts';
import { printLine, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Where files go. */
export interface OutFlags {
  readonly out: string;
}

/** The flags of `materialise`. */
export interface MaterialiseFlags extends TargetFlags, OutFlags {
  readonly agent?: string;
  readonly destination?: string;
  readonly transferTo?: string;
  readonly campaign?: string;
  readonly skill?: string;
  readonly credentials: string;
}

/** `generate`: the contract for a brand's own paths and authentication, with worthless examples for credentials. */
export async function runGenerate(terminal: Terminal, flags: TargetFlags & OutFlags): Promise<void> {
  const { settings } = readTarget(terminal, flags);
  const pacts = generatePacts(settings, await loadContract());
  tellFiles(terminal, await writePacts(pacts, resolve(terminal.directory, flags.out)));
}

/** `materialise`: pacts that any other verifier can be given as they are. */
export async function runMaterialise(terminal: Terminal, flags: MaterialiseFlags): Promise<void> {
  const target = readTarget(terminal, flags);
  const contract = await loadContract();
  const authentication = await authenticationOf(flags, target);
  const fixtures = {
    agentExtension: flags.agent,
    destination: flags.destination,
    targetExtension: flags.transferTo,
    campaignName: flags.campaign,
    skillId: flags.skill,
  };
  const options = { ...materialiseOptionsOf(target.settings), authentication, fixtures };
  const pacts = listPacts('full', target).map((name) => materialise(contract[name], options));
  tellFiles(terminal, await writePacts(pacts, resolve(terminal.directory, flags.out)));
}

/** `openapi` and `schemas`: the files of the contract, to stdout or into a folder. */
export async function runOpenapi(terminal: Terminal): Promise<void> {
  printJson(terminal, (await loadContract()).openapi);
}

/** `schemas`: all of them by name, or as files. */
export async function runSchemas(terminal: Terminal, { out }: Partial<OutFlags>): Promise<void> {
  const contract = await loadContract();
  if (out === undefined) printJson(terminal, Object.fromEntries(contract.schemas));
  else tellFiles(terminal, await copySchemas(contract, resolve(terminal.directory, out)));
}

/** `states`: what each interaction needs, for a person or as JSON. */
export async function runStates(terminal: Terminal, { json }: { readonly json?: boolean }): Promise<void> {
  const { states } = await loadContract();
  if (json === true) return printJson(terminal, { states });
  for (const { state, meaning, params, returns } of states) {
    printLine(terminal, state);
    printLine(terminal, `  ${meaning}`);
    if (params.length > 0) printLine(terminal, `  given:   ${params.join(', ')}`);
    if (returns.length > 0) printLine(terminal, `  answers: ${returns.join(', ')}`);
    const users = INTERACTIONS.filter((interaction) => interaction.state === state);
    printLine(terminal, `  for:     ${users.map(describeInteraction).join(', ')}`);
    printLine(terminal);
  }
}

async function authenticationOf(
  { credentials }: MaterialiseFlags,
  { scheme, authorise }: Pick<ReturnType<typeof readTarget>, 'scheme' | 'authorise'>,
): Promise<PactAuthentication> {
  if (scheme === 'none') return { scheme: 'none' };
  const named = scheme === 'Basic' ? 'basic' : 'bearer';
  if (credentials === 'from-state' || credentials === 'example') return { scheme: named, credentials };
  if (credentials !== 'inline') throw new UsageError('--credentials is one of from-state, inline, example.');
  const { authorization = '' } = await authorise();
  return { scheme: named, credentials: { inline: authorization } };
}

async function copySchemas({ directory, schemas }: Contract, out: string): Promise<readonly string[]> {
  return Promise.all(
    [...schemas.keys()].map(async (name) => {
      const file = join(out, `${name}.json`);
      await mkdir(dirname(file), { recursive: true });
      await copyFile(join(directory, 'schemas', `${name}.json`), file);
      return file;
    }),
  );
}

function describeInteraction(interaction: Interaction): string {
  return `${interaction.id} (${levelOf(interaction)})`;
}

function tellFiles(terminal: Terminal, files: readonly string[]): void {
  for (const file of files) printLine(terminal, file);
}

function printJson(terminal: Terminal, value: unknown): void {
  printLine(terminal, JSON.stringify(value, undefined, 2));
}
