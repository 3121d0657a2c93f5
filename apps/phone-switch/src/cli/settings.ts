import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BrandSettings, SettingsSchema, SwitchPlugin } from '@elasticfunnels/switch-core';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** A field of a plugin's settings form, as the command line offers it. */
export interface SettingsField {
  readonly name: string;
  /** `--api-base-url` */
  readonly flag: string;
  /** `FIVE9_API_BASE_URL` */
  readonly variable: string;
  readonly description: string;
  readonly secret: boolean;
  readonly list: boolean;
}

type Property = { readonly title?: unknown; readonly secret?: unknown; readonly type?: unknown };

/** The fields of a plugin's settings form, each with its flag and its environment variable. */
export function listSettingsFields(plugin: SwitchPlugin): readonly SettingsField[] {
  const prefix = plugin.id.toUpperCase().replaceAll('-', '_');
  return Object.entries(propertiesOf(plugin.settingsSchema())).map(([name, { title, secret, type }]) => ({
    name,
    flag: `--${name.replaceAll('_', '-')}`,
    variable: `${prefix}_${name.toUpperCase()}`,
    description: typeof title === 'string' ? title : name,
    secret: secret === true,
    list: type === 'array',
  }));
}

function propertiesOf(schema: SettingsSchema): Readonly<Record<string, Property>> {
  const properties = schema['properties'];
  return isRecord(properties) ? (properties as Readonly<Record<string, Property>>) : {};
}

/** Where settings come from; a flag wins over the environment, and that over the file. */
export interface SettingsSources {
  readonly file: string | undefined;
  /** By the field's name. */
  readonly flags: Readonly<Record<string, string | undefined>>;
}

/** What was filled in, from everywhere; the plugin says whether it is right. */
export async function readSettings(terminal: Terminal, plugin: SwitchPlugin, sources: SettingsSources): Promise<BrandSettings> {
  const config: Record<string, unknown> = sources.file === undefined ? {} : await readConfigFile(terminal, plugin, sources.file);
  for (const { name, flag, variable, secret, list } of listSettingsFields(plugin)) {
    const fromFlag = sources.flags[name];
    if (fromFlag !== undefined && secret) {
      terminal.stderr.write(`Warning: ${flag} shows in the list of processes; ${variable} or the config file does not.\n`);
    }
    const text = fromFlag ?? (terminal.environment[variable] || undefined);
    if (text !== undefined) config[name] = list ? text.split(',').map((part) => part.trim()) : text;
  }
  return { plugin: plugin.id, config };
}

/** A file with the fields, or with what the platform keeps: `{ "plugin": "five9", "config": { ... } }`. */
async function readConfigFile(terminal: Terminal, plugin: SwitchPlugin, file: string): Promise<Record<string, unknown>> {
  const parsed = parseJson(file, await readText(resolve(terminal.directory, file), file));
  const named = parsed['plugin'];
  if (typeof named !== 'string' || !isRecord(parsed['config'])) return { ...parsed };
  if (named === plugin.id) return { ...parsed['config'] };
  throw new UsageError(`${file} is for the plugin ${JSON.stringify(named)}: add --switch ${named}.`);
}

async function readText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(missing ? `There is no file ${shown}.` : `${shown} cannot be read.`);
  }
}

function parseJson(file: string, text: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and with it perhaps a secret.
    throw new UsageError(`${file} is not valid JSON.`);
  }
  if (isRecord(parsed)) return parsed;
  throw new UsageError(`${file} must hold a JSON object with the fields of the settings form.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
