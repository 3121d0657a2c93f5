import { type BrandSettings, generateSigningSecret, type SwitchPlugin } from '@elasticfunnels/switch-core';
import { isFormLike, readJsonFile } from '../cli/read-json-file.ts';
import { readSettings } from '../cli/settings.ts';
import type { Terminal } from '../cli/terminal.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { OperationFlags } from '../operations/operation-command.ts';
import type { ListenFlags } from './listen-command.ts';
import { readSecretVariable } from './read-secret-variable.ts';

/** What a brand's receiver is set up with. */
export interface ListenSettings {
  readonly brand: BrandSettings;
  /** Made up, as none was given: the only one that may be shown. */
  readonly generatedSecret?: string;
}

type Form = Readonly<Record<string, unknown>>;

const VERIFICATION_FIELDS = ['signing_secrets', 'shared_secrets', 'shared_secret_header', 'shared_secret_parameter'];

/** The brand's settings from files, environment and flags; the host says whether they are right. @throws UsageError */
export async function readListenSettings(
  terminal: Terminal,
  plugin: SwitchPlugin,
  { flags, settings }: { readonly flags: ListenFlags; readonly settings: OperationFlags },
): Promise<ListenSettings> {
  const { plugin: id, config } = await readSettings(terminal, plugin, { file: flags.config, flags: settings });
  const filled = applyFlags(await readForm(terminal, flags), terminal, flags);
  if (VERIFICATION_FIELDS.some((name) => name in filled)) return { brand: { plugin: id, config, screenPop: filled } };
  const generatedSecret = generateSigningSecret();
  return { brand: { plugin: id, config, screenPop: { ...filled, signing_secrets: [generatedSecret] } }, generatedSecret };
}

/** `--screen-pop`, else `screenPop` beside the plugin's own settings in the config file. */
async function readForm(terminal: Terminal, { screenPop, config }: ListenFlags): Promise<Form> {
  if (screenPop !== undefined) return toForm(screenPop, await readJsonFile(terminal, screenPop));
  const kept = config === undefined ? undefined : await readJsonFile(terminal, config);
  const inside = isFormLike(kept) && isFormLike(kept['config']) ? kept['screenPop'] : undefined;
  return inside == null ? {} : toForm(`screenPop in ${config ?? ''}`, inside);
}

function toForm(from: string, value: unknown): Form {
  if (isFormLike(value)) return value;
  throw new UsageError(`${from} must be a JSON object with the fields of the screen-pop settings, such as signing_secrets.`);
}

/** A flag wins over the file; another way of verification takes the place of the file's, whole. */
function applyFlags(form: Form, terminal: Terminal, flags: ListenFlags): Form {
  const { secretEnv, sharedSecretEnv, sharedSecretHeader: header, sharedSecretParameter: parameter, region } = flags;
  if (secretEnv !== undefined && (sharedSecretEnv ?? header ?? parameter) !== undefined) {
    throw new UsageError('--secret-env is for deliveries that are signed, --shared-secret-... for those that are not: use one.');
  }
  const replaced = (secretEnv ?? sharedSecretEnv) !== undefined;
  const kept = Object.entries(form).filter(([name]) => !replaced || !VERIFICATION_FIELDS.includes(name));
  const isShared = sharedSecretEnv !== undefined || kept.some(([name]) => name === 'shared_secrets');
  if (!isShared && (header ?? parameter) !== undefined) {
    throw new UsageError('--shared-secret-header and --shared-secret-parameter need the secret: add --shared-secret-env.');
  }
  const given = {
    signing_secrets: secretEnv && [readSecretVariable(terminal, '--secret-env', secretEnv)],
    shared_secrets: sharedSecretEnv && [readSecretVariable(terminal, '--shared-secret-env', sharedSecretEnv)],
    shared_secret_header: header,
    shared_secret_parameter: parameter,
    default_region: region,
  };
  return { ...Object.fromEntries(kept), ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}
