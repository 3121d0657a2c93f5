import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import type { SwitchHost, SwitchPlugin } from '@elasticfunnels/switch-core';

/** The plugins that come with the command line, by the id that `--switch` takes. */
export const BUILT_IN_PLUGINS: Readonly<Record<string, string>> = {
  five9: '@elasticfunnels/switch-five9',
  vicidial: '@elasticfunnels/switch-vicidial',
};

const DEFAULT_SWITCH = 'five9';

/** Which switch is asked for, and which plugins are to be loaded beside the built-in ones. */
export interface PluginChoice {
  readonly switchId: string | undefined;
  readonly specifiers: readonly string[];
}

/**
 * Reads `--switch` and `--plugin` before everything else: which flags there are depends on the plugin.
 */
export function readPluginChoice(commandLine: readonly string[]): PluginChoice {
  const { values } = parseArgs({
    args: [...commandLine],
    options: { switch: { type: 'string' }, plugin: { type: 'string', multiple: true } },
    strict: false,
    allowPositionals: true,
  });
  const specifiers = (values.plugin ?? []).filter((value) => typeof value === 'string');
  return { switchId: typeof values.switch === 'string' ? values.switch : undefined, specifiers };
}

/** Loads what was named, and the built-in plugin that is asked for; returns the one whose switch is to be used. */
export async function loadChosenPlugin(
  host: SwitchHost,
  { switchId, specifiers }: PluginChoice,
): Promise<SwitchPlugin | undefined> {
  let last: SwitchPlugin | undefined;
  for (const specifier of specifiers) last = await host.load(specifier);
  const wanted = switchId ?? last?.id ?? DEFAULT_SWITCH;
  const loaded = host.plugins().find(({ id }) => id === wanted);
  if (loaded !== undefined) return loaded;
  const specifier = BUILT_IN_PLUGINS[wanted];
  return specifier === undefined ? undefined : host.load(specifier);
}

function importModule(specifier: string): Promise<unknown> {
  return import(specifier) as Promise<unknown>;
}

async function importFile(path: string, specifier: string): Promise<unknown> {
  // Told as Node tells it of packages, so that a missing plugin is one kind of error wherever it is missing.
  if (!existsSync(path)) throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' });
  return importModule(pathToFileURL(path).href);
}

/** Imports a plugin as a person would name it: a package, or a path from where the command was run. */
export function importFrom(directory: string): (specifier: string) => Promise<unknown> {
  return async (specifier) => {
    if (/^(\.{1,2}\/|\/)/.test(specifier)) return importFile(resolve(directory, specifier), specifier);
    if (Object.values(BUILT_IN_PLUGINS).includes(specifier) || /^[a-z]+:/.test(specifier)) return importModule(specifier);
    const fromDirectory = createRequire(pathToFileURL(resolve(directory, 'package.json')));
    return importModule(pathToFileURL(fromDirectory.resolve(specifier)).href);
  };
}
