import { type Clock, maskNumber, parseScreenPopSettings, type SwitchPlugin, systemClock } from '@elasticfunnels/switch-core';
import { diagnosticLogger } from '../cli/logger.ts';
import { toJsonLine } from '../cli/one-line.ts';
import { styled, type Terminal } from '../cli/terminal.ts';
import { untilInterrupted } from '../cli/until-interrupted.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { OperationFlags } from '../operations/operation-command.ts';
import { DeliveryTally } from './delivery-tally.ts';
import { describeDelivery, type Showing } from './describe-delivery.ts';
import { describeListening, describeSilence, describeStranger, type ListeningFacts, toUrl } from './describe-listening.ts';
import type { ListenFlags } from './listen-command.ts';
import { type CustomerFile, readCustomers } from './read-customers.ts';
import { printable } from './printable.ts';
import { readListenSettings } from './read-listen-settings.ts';
import type { SeenDelivery } from './seen-delivery.ts';
import { SilenceWatch } from './silence-watch.ts';
import { BRAND, startReceiver } from './start-receiver.ts';
import { toDeliveryJson } from './to-delivery-json.ts';

/** What only a test gives. */
export interface ListenSurroundings {
  readonly clock?: Clock;
  /** Ends it, as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

/** How many numbers that cannot be read are told one by one. */
const TOLD = 5;
const NOBODY = { find: async (): Promise<[]> => [] };

/**
 * Takes one brand's screen pops until it is interrupted, by Ctrl-C or as a supervisor does, and shows what becomes of each.
 *
 * @throws UsageError, and SwitchError `CONFIG_INVALID`
 */
export async function runListen(
  terminal: Terminal,
  plugin: SwitchPlugin,
  given: { readonly flags: ListenFlags; readonly settings: OperationFlags },
  surroundings: ListenSurroundings = {},
): Promise<0> {
  const { flags } = given;
  const { clock = systemClock } = surroundings;
  const address = { host: flags.host, port: parsePort(flags.port) };
  const { brand, generatedSecret } = await readListenSettings(terminal, plugin, given);
  const { verification, numberPlan } = parseScreenPopSettings(brand.screenPop);
  const file = flags.customers === undefined ? undefined : await readCustomers(terminal, flags.customers, BRAND, numberPlan);
  if (file !== undefined) warnOfUnreadable(terminal, file, flags.mask === true);
  const tally = new DeliveryTally();
  const told: { session?: Session } = {};
  await using receiver = await startReceiver({
    plugin,
    brand,
    directory: file?.directory ?? NOBODY,
    address,
    clock,
    logger: diagnosticLogger(flags.verbose === true),
    onDelivery: (seen) => told.session?.delivered(seen),
    onStranger: (kind) => told.session?.stranger(kind),
  });
  const { port } = receiver;
  const facts = { ...address, port, verification, generatedSecret, customers: file?.count, region: numberPlan.defaultRegion };
  // Told once Ctrl-C is heard: whoever reads that it listens may end it at once.
  await untilInterrupted((signal) => {
    told.session = new Session(terminal, { facts, tally, clock, flags });
    return aborted(signal, surroundings.signal);
  });
  told.session?.end();
  return 0;
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port is a number from 0 to 65535, and not ${JSON.stringify(text)}.`);
}

/** The operator's own file: its numbers are shown whole, unless told otherwise. */
function warnOfUnreadable(terminal: Terminal, { unreadable }: CustomerFile, mask: boolean): void {
  if (unreadable.length === 0) return;
  const more = unreadable.length > TOLD ? `, and ${unreadable.length - TOLD} more` : '';
  const told = unreadable
    .slice(0, TOLD)
    .map(({ number, customer }) => `${mask ? maskNumber(number) : `"${printable(number)}"`} of ${printable(customer)}`)
    .join(', ');
  terminal.stderr.write(`Warning: numbers that cannot be read, by which nobody is found: ${told}${more}.\n`);
}

function aborted(...signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of signals) {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  }
  return promise;
}

interface SessionParts {
  readonly facts: ListeningFacts;
  readonly tally: DeliveryTally;
  readonly clock: Clock;
  readonly flags: ListenFlags;
}

/** What is told, from the first line to the summary. */
class Session {
  readonly #terminal: Terminal;
  readonly #parts: SessionParts;
  readonly #json: boolean;
  readonly #showing: Showing;
  readonly #silence: SilenceWatch;

  constructor(terminal: Terminal, parts: SessionParts) {
    this.#terminal = terminal;
    this.#parts = parts;
    const { facts, flags, clock } = parts;
    this.#json = flags.json === true;
    this.#showing = { mask: flags.mask === true, customers: facts.customers };
    const { generatedSecret, verification, customers } = facts;
    this.#tell({ type: 'listening', url: toUrl(facts), verification: verification.kind, generatedSecret, customers }, () =>
      describeListening(terminal, facts),
    );
    this.#silence = new SilenceWatch(clock, (seconds) =>
      this.#tell({ type: 'silence', seconds }, () => describeSilence(seconds, facts)),
    );
  }

  delivered(seen: SeenDelivery): void {
    this.#silence.end();
    this.#parts.tally.add(seen, this.#showing);
    this.#tell(toDeliveryJson(seen, this.#showing), () => describeDelivery(this.#terminal, seen, this.#showing));
  }

  stranger(kind: 'tls' | 'other'): void {
    this.#silence.end();
    this.#tell({ type: 'not_http', kind }, () => [styled(this.#terminal, 'red', describeStranger(kind, this.#parts.facts))]);
  }

  end(): void {
    this.#silence.end();
    const { tally } = this.#parts;
    this.#tell(tally.toJson(), () => ['', styled(this.#terminal, 'bold', tally.describe())]);
  }

  #tell(json: object, lines: () => readonly string[]): void {
    this.#terminal.stdout.write(this.#json ? `${toJsonLine(json)}\n` : `${lines().join('\n')}\n`);
  }
}
