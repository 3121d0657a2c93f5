import { createSwitchHost, type SwitchHost, type SwitchPlugin } from '@elasticfunnels/switch-core';
import { CommanderError } from 'commander';
import { runMainJob } from '../demo/run-main-job.ts';
import { runDoctor } from '../doctor/run-doctor.ts';
import { OPERATION_COMMANDS } from '../operations/commands.ts';
import { runListen } from '../screen-pop/run-listen.ts';
import { runPop } from '../screen-pop/run-pop.ts';
import { buildProgram, type ProgramActions } from './build-program.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { BUILT_IN_PLUGINS, importFrom, loadChosenPlugin, type PluginChoice, readPluginChoice } from './plugin-choice.ts';
import { describePlugins, toPluginsJson } from './describe-plugins.ts';
import { oneLine } from './one-line.ts';
import { readVersion } from './read-version.ts';
import { report } from './report.ts';
import { runOperation } from './run-operation.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Runs the command line to its end, and returns the exit code. Prints everything there is to say. */
export async function runCommandLine(commandLine: readonly string[], given: Terminal): Promise<ExitCode> {
  const json = commandLine.includes('--json');
  const terminal = { ...given, json };
  // The operation whose name a failure is told under; the command's own until it is known.
  const told = { operation: findOperation(commandLine) };
  try {
    const choice = readPluginChoice(commandLine);
    await using host = createSwitchHost({
      allowedPlugins: [...Object.values(BUILT_IN_PLUGINS), ...choice.specifiers],
      importModule: importFrom(terminal.directory),
    });
    const plugin = await loadChosenPlugin(host, choice);
    if (plugin === undefined) throw unknownSwitch(choice.switchId ?? '', host);
    const outcome: { exitCode: ExitCode } = { exitCode: 0 };
    const program = buildProgram(plugin, readVersion(), actionsFor(terminal, host, plugin, { told, outcome, choice }));
    configureOutput(program, terminal, json);
    await program.parseAsync([...commandLine], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    return await reportFailure(error, { terminal, json, operation: told.operation });
  }
}

function findOperation(commandLine: readonly string[]): string {
  const command = OPERATION_COMMANDS.find(({ name }) => commandLine.includes(name));
  return command?.operation ?? commandLine.find((word) => !word.startsWith('-')) ?? 'phone-switch';
}

interface RunState {
  readonly told: { operation: string };
  readonly outcome: { exitCode: ExitCode };
  readonly choice: PluginChoice;
}

function actionsFor(
  terminal: Terminal,
  host: SwitchHost,
  plugin: SwitchPlugin,
  { told, outcome, choice }: RunState,
): ProgramActions {
  const print = (value: object): void => void terminal.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  return {
    operation: async (command, flags) => {
      told.operation = command.operation;
      outcome.exitCode = await runOperation(terminal, command, { plugin, choice, ...flags });
    },
    plugins: ({ json }) => showPlugins(terminal, host, json === true),
    configSchema: async (id) => {
      const wanted =
        id === undefined || id === plugin.id ? plugin : await loadChosenPlugin(host, { switchId: id, specifiers: [] });
      if (wanted === undefined) throw unknownSwitch(id ?? '', host);
      print(wanted.settingsSchema());
    },
    demo: async (flags, settings) => {
      told.operation = 'demo';
      outcome.exitCode = await runMainJob(terminal, plugin, flags, settings);
    },
    doctor: async (flags, settings) => {
      told.operation = 'doctor';
      outcome.exitCode = await runDoctor(terminal, plugin, { common: flags, settings });
    },
    listen: async (flags, settings) => {
      outcome.exitCode = await runListen(terminal, plugin, { flags, settings });
    },
    pop: async (flags) => {
      outcome.exitCode = await runPop(terminal, flags);
    },
  };
}

async function showPlugins(terminal: Terminal, host: SwitchHost, json: boolean): Promise<void> {
  for (const [id, specifier] of Object.entries(BUILT_IN_PLUGINS)) {
    if (!host.plugins().some((loaded) => loaded.id === id)) await host.load(specifier);
  }
  const loaded = host.plugins();
  await report(terminal, { operation: 'plugins', result: toPluginsJson(loaded), lines: describePlugins(loaded) }, json);
}

function unknownSwitch(id: string, host: SwitchHost): UsageError {
  const known = [...new Set([...Object.keys(BUILT_IN_PLUGINS), ...host.plugins().map((plugin) => plugin.id)])];
  return new UsageError(
    `There is no switch ${JSON.stringify(id)}; there is ${known.join(', ')}. Load another with --plugin <specifier>.`,
  );
}

type Output = { readonly writeOut: (text: string) => void; readonly writeErr: (text: string) => void };

function configureOutput(program: ReturnType<typeof buildProgram>, terminal: Terminal, json: boolean): void {
  const output: Output = {
    writeOut: (text) => void terminal.stdout.write(text),
    // In JSON the failure is told once, as the object on stdout.
    writeErr: (text) => void (json ? undefined : terminal.stderr.write(text)),
  };
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput(output).showHelpAfterError('(see --help)');
}

async function reportFailure(error: unknown, where: { terminal: Terminal; json: boolean; operation: string }): Promise<ExitCode> {
  const { terminal, json, operation } = where;
  if (!(error instanceof CommanderError)) {
    await report(terminal, { operation, failure: error }, json);
    return exitCodeOf(error);
  }
  // Help and version end the same way as errors do; commander has printed its own message already.
  if (error.exitCode === 0) return 0;
  if (json) await report(terminal, { operation, failure: new UsageError(oneLine(error.message.replace(/^error: /, ''))) }, true);
  return 2;
}
