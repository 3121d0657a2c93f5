import type { SwitchPlugin } from '@elasticfunnels/switch-core';
import type { Command } from 'commander';
import { addDoctorFlags, type DoctorAction, type DoctorFlags } from '../doctor/doctor-command.ts';
import { OPERATION_COMMANDS } from '../operations/commands.ts';
import type { OperationCommand, OperationFlags } from '../operations/operation-command.ts';
import { addListenFlags, type ListenAction, type ListenFlags } from '../screen-pop/listen-command.ts';
import { addPopFlags, type PopAction, type PopFlags } from '../screen-pop/pop-command.ts';
import { EXIT_CODES } from './exit-code.ts';
import type { CommonFlags } from './run-operation.ts';
import { listSettingsFields } from './settings.ts';
import { StrictCommand } from './strict-command.ts';

/** What the program calls when a command is chosen. */
export interface ProgramActions {
  readonly operation: (
    command: OperationCommand,
    flags: { readonly common: CommonFlags; readonly settings: OperationFlags; readonly own: OperationFlags },
  ) => Promise<void>;
  readonly plugins: (flags: { readonly json?: boolean }) => Promise<void>;
  readonly configSchema: (id: string | undefined) => Promise<void>;
  readonly demo: (flags: DemoFlags, settings: OperationFlags) => Promise<void>;
  readonly doctor: DoctorAction;
  readonly listen: ListenAction;
  readonly pop: PopAction;
}

/** The flags of the main job. */
export interface DemoFlags extends CommonFlags {
  readonly agent?: string;
  readonly destination?: string;
  readonly transferTo?: string;
  readonly yes?: boolean;
}

const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [...(earlier ?? []), value];

/** The whole command line for one switch: which flags there are depends on its settings form. */
export function buildProgram(plugin: SwitchPlugin, version: string, actions: ProgramActions): Command {
  const program = new StrictCommand('phone-switch')
    .description('Place, transfer and hang up calls, and find recordings, through a vendor’s driver.')
    .exitOverride()
    .version(version)
    .helpCommand('help [command]', 'show what a command does, its flags and examples')
    .addHelpText('after', EXIT_CODES);
  addChoice(program);
  for (const command of OPERATION_COMMANDS) addOperation(program, plugin, command, actions);
  addDemo(program, plugin, actions);
  addDoctor(program, plugin, actions);
  addScreenPops(program, plugin, actions);
  addChoice(program.command('plugins').description('list the plugins that are loaded, their interface version and capabilities'))
    .option('--json', 'one JSON object on stdout')
    .action(async (flags: { readonly json?: boolean }) => actions.plugins(flags));
  addChoice(
    program
      .command('config-schema')
      .argument('[switch]', 'the id of the plugin')
      .description("print the JSON Schema of a switch's settings form"),
  )
    .option('--json', 'the default; accepted for uniformity')
    .action(async (id: string | undefined) => actions.configSchema(id));
  return program;
}

/** Read before everything else (see plugin-choice); declared here for the help and for strictness. */
function addChoice(command: Command): Command {
  return command
    .option('--switch <id>', 'which switch to talk to', 'five9')
    .option('--plugin <specifier>', 'load this plugin too: a package or a path; naming it allows it', collect);
}

function addOperation(program: Command, plugin: SwitchPlugin, operation: OperationCommand, actions: ProgramActions): void {
  const command = addCommon(addChoice(program.command(operation.name).description(operation.summary)));
  for (const { flags, description, required } of operation.flags) {
    if (required === true) command.requiredOption(flags, description);
    else command.option(flags, description);
  }
  const settings = addSettings(command, plugin);
  command.addHelpText('after', `\nExamples:\n${operation.examples.map((example) => `  $ ${example}`).join('\n')}\n`);
  command.action(async (flags: CommonFlags & OperationFlags) =>
    actions.operation(operation, { common: flags, settings: settings(flags), own: flags }),
  );
}

function addDemo(program: Command, plugin: SwitchPlugin, actions: ProgramActions): void {
  const command = addCommon(
    addChoice(
      program
        .command('demo')
        .description('the main job: a day in the life of a call, on a simulated Five9 or, with --config, on yours'),
    ),
  )
    .option('--agent <extension>', 'with --config: who places the test call')
    .option('--destination <number>', 'with --config: the number to call, which really rings')
    .option('--transfer-to <extension>', 'with --config: transfer the test call to this extension')
    .option('--yes', 'with --config: dial without asking');
  const settings = addSettings(command, plugin);
  command.addHelpText(
    'after',
    '\nExamples:\n  $ phone-switch demo\n  $ phone-switch demo --config five9.json --agent 1001 --destination +15550001111\n',
  );
  command.action(async (flags: DemoFlags & OperationFlags) => actions.demo(flags, settings(flags)));
}

function addDoctor(program: Command, plugin: SwitchPlugin, actions: ProgramActions): void {
  const summary = 'find out why calls fail: settings, network, credentials, paths, screen pops; without any effect';
  const command = addDoctorFlags(addCommon(addChoice(program.command('doctor').description(summary))));
  const settings = addSettings(command, plugin);
  command.action(async (flags: DoctorFlags & OperationFlags) => actions.doctor(flags, settings(flags)));
}

function addScreenPops(program: Command, plugin: SwitchPlugin, actions: ProgramActions): void {
  const listening = 'take screen pops, and show what becomes of each: verified or why not, the number, the customer';
  const listen = addListenFlags(addChoice(program.command('listen').description(listening)));
  const settings = addSettings(listen, plugin);
  listen.action(async (flags: ListenFlags & OperationFlags) => actions.listen(flags, settings(flags)));
  const sending = 'send one signed screen pop, or one that is wrong on purpose, and tell what the answer means';
  addPopFlags(program.command('pop').description(sending)).action(async (flags: PopFlags) => actions.pop(flags));
}

function addCommon(command: Command): Command {
  return command
    .option('--config <file>', 'JSON file with the fields of the settings form')
    .option('--json', 'one JSON object on stdout')
    .option('--deadline <duration>', 'how long the operation may take in all, e.g. 30s')
    .option('--verbose', "the driver's own log on stderr")
    .option('--allow-address <cidr>', 'also connect to this private network, e.g. 10.0.0.0/8', collect)
    .option('--ca <file>', 'PEM certificates to trust beside the system’s own');
}

/** Adds a flag for each field of the settings form, and returns how to read them back by the fields' names. */
function addSettings(command: Command, plugin: SwitchPlugin): (flags: OperationFlags) => OperationFlags {
  const fields = listSettingsFields(plugin);
  for (const { flag, variable, description } of fields) command.option(`${flag} <text>`, `${description} [${variable}]`);
  if (fields.length > 0) command.addHelpText('after', ORDER);
  return (flags) => Object.fromEntries(fields.map(({ name }) => [name, flags[toCamelCase(name)]]));
}

/** Which of several wins. */
const ORDER = `
Settings: a flag wins over the environment variable in [brackets], and that over the file of --config.`;

function toCamelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
