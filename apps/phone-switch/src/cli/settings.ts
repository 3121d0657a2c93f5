import { isDeepStrictEqual } from 'node:util';
import type { BrandSettings, SettingsSchema, SwitchPlugin } from '@elasticfunnels/switch-core';
import { isFormLike, readJsonFile } from './read-json-file.ts';
import { type Terminal, warn } from './terminal.ts';
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
  /** Where it stands on the form. */
  readonly group: string | undefined;
  readonly list: boolean;
}

type Property = { readonly title?: unknown; readonly secret?: unknown; readonly type?: unknown; readonly group?: unknown };

/** The fields of a plugin's settings form, each with its flag and its environment variable. */
export function listSettingsFields(plugin: SwitchPlugin): readonly SettingsField[] {
  const prefix = plugin.id.toUpperCase().replaceAll('-', '_');
  return Object.entries(propertiesOf(plugin.settingsSchema())).map(([name, { title, secret, type, group }]) => ({
    name,
    flag: `--${name.replaceAll('_', '-')}`,
    variable: `${prefix}_${name.toUpperCase()}`,
    description: typeof title === 'string' ? title : name,
    secret: secret === true,
    group: typeof group === 'string' ? group : undefined,
    list: type === 'array',
  }));
}

function propertiesOf(schema: SettingsSchema): Readonly<Record<string, Property>> {
  const properties = schema['properties'];
  return isFormLike(properties) ? (properties as Readonly<Record<string, Property>>) : {};
}

/** Where settings come from; a flag wins over the environment, and that over the file. */
export interface SettingsSources {
  readonly file: string | undefined;
  /** By the field's name. */
  readonly flags: Readonly<Record<string, string | undefined>>;
}

/** What was filled in, and by the name of each field where it comes from: the file, the variable or the flag. */
export interface GatheredSettings {
  readonly settings: BrandSettings;
  readonly origins: ReadonlyMap<string, string>;
  readonly file: string | undefined;
}

/** What was filled in, from everywhere; the plugin says whether it is right. */
export async function readSettings(terminal: Terminal, plugin: SwitchPlugin, sources: SettingsSources): Promise<BrandSettings> {
  return (await gatherSettings(terminal, plugin, sources)).settings;
}

/** The same, and where each field comes from. */
export async function gatherSettings(
  terminal: Terminal,
  plugin: SwitchPlugin,
  { file, flags }: SettingsSources,
): Promise<GatheredSettings> {
  const config: Record<string, unknown> = file === undefined ? {} : await readConfigFile(terminal, plugin, file);
  const origins = new Map(Object.keys(config).map((name) => [name, file ?? '']));
  for (const { name, flag, variable, secret, list } of listSettingsFields(plugin)) {
    const fromFlag = flags[name];
    if (fromFlag !== undefined && secret) {
      terminal.stderr.write(`Warning: ${flag} shows in the list of processes; ${variable} or the config file does not.\n`);
    }
    const text = fromFlag ?? (terminal.environment[variable] || undefined);
    if (text === undefined) continue;
    const value = list ? text.split(',').map((part) => part.trim()) : text;
    // A flag is in front of whoever typed it; a variable may be left over from another day.
    if (fromFlag === undefined && origins.has(name) && !isDeepStrictEqual(config[name], value)) {
      warn(terminal, `${variable} overrides ${name} of ${file}.`);
    }
    config[name] = value;
    origins.set(name, fromFlag === undefined ? variable : flag);
  }
  return { settings: { plugin: plugin.id, config }, origins, file };
}

/** A file with the fields, or with what the platform keeps: `{ "plugin": "five9", "config": { ... } }`. */
async function readConfigFile(terminal: Terminal, plugin: SwitchPlugin, file: string): Promise<Record<string, unknown>> {
  const parsed = await readJsonFile(terminal, file);
  if (!isFormLike(parsed)) throw new UsageError(`${file} must hold a JSON object with the fields of the settings form.`);
  const { plugin: named, config } = parsed;
  if (typeof named !== 'string' || !isFormLike(config)) return { ...parsed };
  if (named === plugin.id) return { ...config };
  throw new UsageError(`${file} is for the plugin ${JSON.stringify(named)}: add --switch ${named}.`);
}
