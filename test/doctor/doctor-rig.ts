import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Clock, ResolveHost, SwitchPlugin, TroubleshootingRow } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import type { CheckName, CheckStatus } from '../../apps/phone-switch/src/doctor/check.ts';
import type { CutShort } from '../../apps/phone-switch/src/doctor/examination.ts';
import type { DoctorFlags } from '../../apps/phone-switch/src/doctor/doctor-command.ts';
import { runDoctor } from '../../apps/phone-switch/src/doctor/run-doctor.ts';

/** A secret that must show nowhere. */
export const API_KEY = 'kR7-planted-secret';

/** A check as a script reads it. */
export interface CheckRead {
  readonly name: CheckName;
  readonly title: string;
  readonly status: CheckStatus;
  readonly found: string;
  readonly details?: readonly string[];
  readonly next?: string;
  readonly code?: string;
  readonly row: TroubleshootingRow;
}

/** What the doctor found. */
export interface Examined {
  readonly exitCode: number;
  readonly ok: boolean;
  readonly cutShort?: CutShort;
  readonly checks: readonly CheckRead[];
  /** The first that is broken, else the first with a warning. */
  readonly worst: CheckRead | undefined;
}

/** One examination. */
export interface ExaminationRequest {
  readonly plugin?: SwitchPlugin;
  readonly config: Readonly<Record<string, unknown>>;
  readonly flags?: Omit<DoctorFlags, 'config' | 'json' | 'ca'>;
  /** PEM certificates to trust. */
  readonly authorities?: readonly string[];
  readonly resolveHost?: ResolveHost;
  readonly clock?: Clock;
}

/** Runs the doctor in this process, on a config of its own. @throws Error when a planted secret shows in what it prints */
export async function examine(request: ExaminationRequest): Promise<Examined> {
  const { plugin = five9Plugin, config, flags = {}, authorities = [], resolveHost, clock } = request;
  const directory = await mkdtemp(join(tmpdir(), 'doctor-'));
  try {
    await writeFile(join(directory, 'config.json'), JSON.stringify(config));
    await writeFile(join(directory, 'ca.pem'), authorities.join('\n'));
    const { terminal, read } = captureTerminal(directory);
    const ca = authorities.length === 0 ? {} : { ca: 'ca.pem' };
    const common = { ...flags, ...ca, config: 'config.json', json: true };
    const surroundings = {
      ...(resolveHost === undefined ? {} : { resolveHost }),
      ...(clock === undefined ? {} : { clock }),
    };
    const exitCode = await runDoctor(terminal, plugin, { common, settings: {} }, surroundings);
    const printed = read();
    if (printed.includes(API_KEY) || printed.includes(Buffer.from(API_KEY).toString('base64'))) throw new Error('a secret shows');
    const { ok, result } = JSON.parse(printed);
    const checks = readChecks(result.checks);
    const broken = checks.find(({ status }) => status === 'broken');
    return {
      exitCode,
      ok,
      cutShort: result.cutShort,
      checks,
      worst: broken ?? checks.find(({ status }) => status === 'warning'),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function readChecks(checks: readonly (Omit<CheckRead, 'row'> & { readonly see: string })[]): readonly CheckRead[] {
  return checks.map(({ see, ...check }) => ({ ...check, row: see.split('#')[1] as TroubleshootingRow }));
}

function captureTerminal(directory: string): { terminal: Parameters<typeof runDoctor>[0]; read: () => string } {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let text = '';
  for (const stream of [stdout, stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { terminal: { directory, environment: {}, stdin: new PassThrough(), stdout, stderr }, read: () => text };
}
