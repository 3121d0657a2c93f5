import { resolve } from 'node:path';
import { type Contract, loadContract } from '../contract-files/load-contract.ts';
import { diffContracts } from '../diff/diff-contracts.ts';
import { type BrokerCredentials, publishContract } from '../publish/publish-contract.ts';
import { startStub } from '../stub/start-stub.ts';
import type { ExitCode } from './exit-code.ts';
import { readVariable } from './read-target.ts';
import { printLine, styled, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** The flags of `stub`. */
export interface StubFlags {
  readonly port: string;
}

/** The flags of `publish`. */
export interface PublishFlags {
  readonly brokerUrl: string;
  readonly version: string;
  readonly branch?: string;
  readonly tag?: readonly string[];
  readonly tokenEnv?: string;
  readonly username?: string;
  readonly passwordEnv?: string;
}

/** `stub`: answers as the contract's examples do, until it is stopped. */
export async function runStub(terminal: Terminal, { port }: StubFlags): Promise<void> {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (!(number <= 65_535)) throw new UsageError(`--port is a number from 0 to 65535; found ${JSON.stringify(port)}.`);
  const { core, extended } = await loadContract();
  await using stub = await startStub({
    pacts: [core, extended],
    port: number,
    onAnswer: ({ method, path, status, interaction }) =>
      printLine(terminal, `${status} ${method} ${path}  ${interaction ?? 'no interaction describes this request'}`),
  });
  printLine(terminal, `The stub is at ${stub.url}; Ctrl-C stops it.`);
  printLine(terminal, `Choose an answer by the header X-Contract-Interaction: XM4, such as the rate limit.`);
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
  });
}

/** `diff`: what has changed between two contracts, and what that means for a middleware; 1 when it may break one. */
export async function runDiff(terminal: Terminal, before: string, after: string, json: boolean): Promise<ExitCode> {
  const diff = await diffContracts(resolve(terminal.directory, before), resolve(terminal.directory, after));
  if (json) {
    printLine(terminal, JSON.stringify(diff, undefined, 2));
    return diff.breaking ? 1 : 0;
  }
  for (const { impact, where, what, why } of diff.changes) {
    const style = impact === 'major' ? 'red' : impact === 'minor' ? 'yellow' : 'dim';
    printLine(terminal, `${styled(terminal, style, impact.padEnd(5))} ${where}: ${what}`);
    printLine(terminal, `      ${why}`);
  }
  const needed = diff.versionSuffices ? '' : ` It must be at least ${diff.requiredVersion}.`;
  const verdict = diff.breaking ? 'Breaking: a middleware that keeps the old contract may fail the new one.' : 'Not breaking.';
  printLine(terminal, `${verdict} ${diff.from} → ${diff.to}.${needed}`);
  return diff.breaking ? 1 : 0;
}

/** `publish`: the contract to a Pact Broker. */
export async function runPublish(terminal: Terminal, flags: PublishFlags): Promise<void> {
  const contract: Contract = await loadContract();
  const { brokerUrl, version, branch, tag } = flags;
  const published = await publishContract([contract.core, contract.basic, contract.extended, contract.screenPop], {
    brokerUrl,
    version,
    branch,
    tags: tag,
    credentials: credentialsOf(terminal, flags),
  });
  for (const { consumer, notices } of published) {
    printLine(terminal, `${styled(terminal, 'green', '✓')} ${consumer} ${version}`);
    for (const notice of notices) printLine(terminal, `  ${notice}`);
  }
}

function credentialsOf(terminal: Terminal, { tokenEnv, username, passwordEnv }: PublishFlags): BrokerCredentials | undefined {
  if (tokenEnv !== undefined && (username !== undefined || passwordEnv !== undefined)) {
    throw new UsageError('Give --token-env, or --username and --password-env; not both.');
  }
  if (tokenEnv !== undefined) return { kind: 'token', token: readVariable(terminal, '--token-env', tokenEnv) };
  if (username === undefined && passwordEnv === undefined) return undefined;
  if (username === undefined || passwordEnv === undefined) throw new UsageError('Basic needs --username and --password-env.');
  return { kind: 'basic', username, password: readVariable(terminal, '--password-env', passwordEnv) };
}
