import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { five9Config, type Five9Paths } from '@elasticfunnels/switch-five9';
import { type TargetParts, targetOf, type VerificationTarget } from '../verify/target/verification-target.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** The flags that say which middleware is meant. */
export interface TargetFlags {
  readonly baseUrl?: string;
  readonly apiKeyEnv?: string;
  readonly username?: string;
  readonly passwordEnv?: string;
  readonly paths?: string;
  readonly config?: string;
  readonly ca?: string;
  readonly timeout?: string;
}

type Settings = Readonly<Record<string, unknown>>;

const PATH_FIELDS: Readonly<Record<keyof Five9Paths, string>> = {
  connect: 'rest_connect_path',
  makeCall: 'rest_make_call_path',
  hangup: 'rest_hangup_path',
  transfer: 'rest_transfer_path',
  recording: 'rest_recording_path',
};

/** What the settings form would hold; a flag wins over the file. @throws UsageError */
function readSettings(terminal: Terminal, flags: TargetFlags): Settings {
  const fromFile = flags.config === undefined ? {} : readConfigFile(terminal, flags.config);
  const bearer = flags.apiKeyEnv !== undefined;
  const basic = flags.username !== undefined || flags.passwordEnv !== undefined;
  // Credentials on the command line replace those of the file as a whole.
  const { api_key: _key, username: _name, password: _password, ...others } = fromFile;
  const kept = bearer || basic ? others : fromFile;
  return {
    ...kept,
    ...(flags.baseUrl === undefined ? {} : { api_base_url: flags.baseUrl }),
    ...(flags.apiKeyEnv === undefined ? {} : { api_key: readVariable(terminal, '--api-key-env', flags.apiKeyEnv) }),
    ...(flags.username === undefined ? {} : { username: flags.username }),
    ...(flags.passwordEnv === undefined ? {} : { password: readVariable(terminal, '--password-env', flags.passwordEnv) }),
    ...(flags.paths === undefined ? {} : readPaths(flags.paths)),
  };
}

/** The middleware that the flags and the file describe. @throws UsageError that names every field that is wrong. */
export function readTarget(terminal: Terminal, flags: TargetFlags): VerificationTarget {
  const settings = readSettings(terminal, flags);
  if (settings['api_base_url'] === undefined) {
    throw new UsageError('Which middleware? Give --base-url URL, or --config FILE with api_base_url.');
  }
  const parsed = five9Config.safeParse(settings);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  - ${path.join('.') || 'the settings'} ${message}`);
    throw new UsageError(`The configuration cannot be used:\n${[...new Set(lines)].join('\n')}`);
  }
  const parts: TargetParts = {
    config: parsed.data,
    settings,
    certificateAuthorities: flags.ca === undefined ? [] : [readCertificates(terminal, flags.ca)],
    timeoutMs: readMilliseconds('--timeout', flags.timeout, 10_000),
  };
  return targetOf(parts);
}

/** A flag that is a number of milliseconds. @throws UsageError */
export function readMilliseconds(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new UsageError(`${flag} is a number of milliseconds above 0, such as 10000; found ${JSON.stringify(text)}.`);
}

/** The value of an environment variable that a flag names. @throws UsageError */
export function readVariable({ environment }: Terminal, flag: string, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`${flag}: the environment variable ${name} is not set. The flag takes its name, not the secret itself.`);
}

function readPaths(text: string): Settings {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [name = '', ...rest] = pair.split('=');
      const field = Object.hasOwn(PATH_FIELDS, name.trim()) ? PATH_FIELDS[name.trim() as keyof Five9Paths] : undefined;
      if (field !== undefined && rest.length > 0) return [field, rest.join('=').trim()];
      throw new UsageError(
        `--paths takes operation=/path, separated by commas; operations are ${Object.keys(PATH_FIELDS).join(', ')}.`,
      );
    }),
  );
}

/** A file with the fields of the settings form, or with what the platform keeps of a brand. */
function readConfigFile(terminal: Terminal, file: string): Settings {
  let parsed: unknown;
  const text = readText(terminal, file);
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and with it perhaps a secret.
    throw new UsageError(`${file} is not valid JSON.`);
  }
  if (!isRecord(parsed)) throw new UsageError(`${file} must hold a JSON object with the fields of the settings form.`);
  const { plugin, config } = parsed;
  if (typeof plugin !== 'string' || !isRecord(config)) return parsed;
  if (plugin === 'five9') return config;
  throw new UsageError(`${file} is for the plugin ${JSON.stringify(plugin)}: this is the contract of five9.`);
}

function readCertificates(terminal: Terminal, file: string): string {
  const text = readText(terminal, file);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`${file} holds no PEM certificate.`);
}

/** A file that a person named. @throws UsageError */
export function readText({ directory }: Terminal, file: string): string {
  try {
    return readFileSync(resolve(directory, file), 'utf8');
  } catch {
    throw new UsageError(`The file ${file} cannot be read.`);
  }
}

function isRecord(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
