import type { SwitchPlugin } from '@elasticfunnels/switch-core';
import type { OperationFlags } from '../operations/operation-command.ts';
import type { NetworkFlags } from './network.ts';
import { listSettingsFields } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** How the command was told which switch it is about, and the way there. */
export interface ChosenWay extends NetworkFlags {
  readonly switchId: string | undefined;
  readonly specifiers: readonly string[];
  readonly config?: string;
  /** By the fields' names. */
  readonly settings: OperationFlags;
}

/** Makes a command that is suggested one that works when it is pasted: the same program, the same switch, the same settings. */
export function commandToPaste(terminal: Terminal, plugin: SwitchPlugin, way: ChosenWay): (words: string) => string {
  const { switchId, specifiers, config, allowAddress = [], ca, settings } = way;
  const flags: readonly (readonly [flag: string, value: string | undefined])[] = [
    ...specifiers.map((specifier) => ['--plugin', specifier] as const),
    ['--switch', switchId],
    ['--config', config],
    // A secret is shown nowhere, so it has to be filled in.
    ...listSettingsFields(plugin).map(({ name, flag, secret }) => {
      const value = settings[name];
      return [flag, value === undefined || !secret ? value : name.toUpperCase()] as const;
    }),
    ...allowAddress.map((address) => ['--allow-address', address] as const),
    ['--ca', ca],
  ];
  const told = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, quote(value)]));
  return (words) => [programName(terminal), words, ...told].join(' ');
}

/** How the program is called where it was called. */
function programName({ environment }: Terminal): string {
  return environment['npm_lifecycle_event'] === 'phone-switch' ? 'pnpm phone-switch' : 'phone-switch';
}

/** A word of a command line, for a shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
