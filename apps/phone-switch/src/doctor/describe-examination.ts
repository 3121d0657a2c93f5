import type { SwitchPlugin } from '@elasticfunnels/switch-core';
import { linkToTroubleshooting } from '../cli/link-to-troubleshooting.ts';
import { styled, type Terminal } from '../cli/terminal.ts';
import type { Check, CheckStatus } from './check.ts';

const WORDS: readonly (readonly [CheckStatus, string])[] = [
  ['holds', 'held'],
  ['warning', 'with a warning'],
  ['broken', 'broken'],
  ['not_checked', 'not checked'],
];

/** What a person reads at the end: the first broken thing and what to do, or that all held. */
export function describeSummary(terminal: Terminal, checks: readonly Check[], durationMs: number): readonly string[] {
  const counts = WORDS.flatMap(([status, word]) => {
    const amount = checks.filter((check) => check.status === status).length;
    return amount === 0 ? [] : [`${amount} ${word}`];
  });
  const summary = `${counts.join(', ')}, in ${(durationMs / 1000).toFixed(1)} s.`;
  const first = findFirstBroken(checks);
  if (first === undefined) return ['', styled(terminal, 'bold', 'All that could be checked held.'), summary];
  const { title, found, next, row } = first;
  return [
    '',
    styled(terminal, 'bold', `Begin with ${title}: ${found}.`),
    ...(next === undefined ? [] : [`  Next: ${next}`]),
    `  See:  ${linkToTroubleshooting(row)}`,
    summary,
  ];
}

/** What everything else may only follow from. */
function findFirstBroken(checks: readonly Check[]): Check | undefined {
  return checks.find(({ status }) => status === 'broken');
}

/** The whole of it for a machine. */
export function toDoctorJson({ id }: SwitchPlugin, checks: readonly Check[], durationMs: number): object {
  const first = findFirstBroken(checks);
  return {
    ok: first === undefined,
    operation: 'doctor',
    result: {
      switch: id,
      durationMs,
      ...(first === undefined ? {} : { firstBroken: toCheckJson(first) }),
      checks: checks.map(toCheckJson),
    },
  };
}

function toCheckJson({ name, field, status, found, details, next, row, code, title, durationMs }: Check): object {
  const all = { name, title, field, status, found, details, next, code, durationMs, see: linkToTroubleshooting(row) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
