import type { SwitchPlugin } from '@elasticfunnels/switch-core';
import { linkToTroubleshooting } from '../cli/link-to-troubleshooting.ts';
import { styled, type Terminal } from '../cli/terminal.ts';
import type { Check, CheckStatus } from './check.ts';
import type { CutShort } from './examination.ts';

const WORDS: readonly (readonly [CheckStatus, string])[] = [
  ['holds', 'held'],
  ['warning', 'with a warning'],
  ['broken', 'broken'],
  ['not_checked', 'not checked'],
];

/** An examination that has ended. */
export interface Examined {
  readonly checks: readonly Check[];
  readonly cutShort: CutShort | undefined;
  readonly durationMs: number;
}

/** Whether nothing is broken, and all was looked at that could be. */
export function isInOrder({ checks, cutShort }: Examined): boolean {
  return cutShort === undefined && findFirst(checks, 'broken') === undefined;
}

const CUT_SHORT: Readonly<Record<CutShort, string>> = { interrupted: 'Interrupted', out_of_time: 'The time was up' };

/** What a person reads at the end: the first broken thing and what to do, or that all held. */
export function describeSummary(terminal: Terminal, { checks, cutShort, durationMs }: Examined): readonly string[] {
  const counts = WORDS.flatMap(([status, word]) => {
    const amount = checks.filter((check) => check.status === status).length;
    return amount === 0 ? [] : [`${amount} ${word}`];
  });
  const broken = findFirst(checks, 'broken');
  // Half-way, a warning is not yet the worst.
  const first = broken ?? (cutShort === 'interrupted' ? undefined : findFirst(checks, 'warning'));
  return [
    '',
    ...(cutShort === undefined ? [] : [styled(terminal, 'bold', describeCut(checks, cutShort))]),
    ...(first === undefined ? [] : describeFirst(terminal, first, cutShort)),
    ...(first === undefined && cutShort === undefined ? [styled(terminal, 'bold', 'All that could be checked held.')] : []),
    `${counts.join(', ')}, in ${(durationMs / 1000).toFixed(1)} s.`,
  ];
}

function describeCut(checks: readonly Check[], cutShort: CutShort): string {
  if (findFirst(checks, 'broken') !== undefined) return `${CUT_SHORT[cutShort]}: not all was checked.`;
  return `${CUT_SHORT[cutShort]}: nothing that was checked until then is broken, and the rest is not known.`;
}

function describeFirst(
  terminal: Terminal,
  { title, status, found, next, row }: Check,
  cutShort: CutShort | undefined,
): readonly string[] {
  const lookAt = cutShort === undefined ? 'Nothing is broken, but look at' : 'Look at';
  return [
    styled(terminal, 'bold', `${status === 'broken' ? 'Begin with' : lookAt} ${title}: ${found}.`),
    ...(next === undefined ? [] : [`  Next: ${next}`]),
    `  See:  ${linkToTroubleshooting(row)}`,
  ];
}

/** What everything else may only follow from. */
function findFirst(checks: readonly Check[], wanted: CheckStatus): Check | undefined {
  return checks.find(({ status }) => status === wanted);
}

/** The whole of it for a machine. */
export function toDoctorJson({ id }: SwitchPlugin, ended: Examined): object {
  const { checks, cutShort, durationMs } = ended;
  const first = findFirst(checks, 'broken');
  return {
    ok: isInOrder(ended),
    operation: 'doctor',
    result: {
      switch: id,
      durationMs,
      ...(cutShort === undefined ? {} : { cutShort }),
      ...(first === undefined ? {} : { firstBroken: toCheckJson(first) }),
      checks: checks.map(toCheckJson),
    },
  };
}

function toCheckJson({ name, field, status, found, details, next, row, code, title, durationMs }: Check): object {
  const all = { name, title, field, status, found, details, next, code, durationMs, see: linkToTroubleshooting(row) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
