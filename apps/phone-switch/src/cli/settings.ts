import type { BrandSettings, SettingsSchema, SwitchPlugin } from '@elasticfunnels/switch-core';
import { isFormLike, readJsonFile } from './read-json-file.ts';
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
  return isFormLike(properties) ? (properties as Readonly<Record<string, Property>>) : {};
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
  const parsed = await readJsonFile(terminal, file);
  if (!isFormLike(parsed)) throw new UsageError(`${file} must hold a JSON object with the fields of the settings form.`);
  const { plugin: named, config } = parsed;
  if (typeof named !== 'string' || !isFormLike(config)) return { ...parsed };
  if (named === plugin.id) return { ...config };
  throw new UsageError(`${file} is for the plugin ${JSON.stringify(named)}: add --switch ${named}.`);
}
