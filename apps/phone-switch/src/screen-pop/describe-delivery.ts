import { DELIVERY_ANSWERS, maskNumber, type PhoneNumber } from '@elasticfunnels/switch-core';
import { linkToTroubleshooting } from '../cli/link-to-troubleshooting.ts';
import { styled, type Terminal } from '../cli/terminal.ts';
import { diagnoseCustomer, type LookUpSetting } from './diagnose-customer.ts';
import { printable } from './printable.ts';
import { describeSeconds, findAdvice } from './refusal-advice.ts';
import type { SeenDelivery } from './seen-delivery.ts';

/** How deliveries are shown. */
export interface Showing extends LookUpSetting {
  readonly mask: boolean;
}

/** A clock that is further off is worth a word, in seconds. */
const WORTH_A_WORD = 5;
/** Whole, in all likelihood: it names each field that is wrong, and the cause may be the last; in characters. */
const LONGEST_DETAIL = 2_000;

/** One delivery for a person: what came, whether it is believed, whose number it is, and what to do. */
export function describeDelivery(terminal: Terminal, seen: SeenDelivery, showing: Showing): readonly string[] {
  const facts = [...describeProof(seen), ...describeNumber(seen, showing), ...describeTarget(seen), ...describeEnd(seen)];
  const lines = facts.map(([label, text]) => `   ${styled(terminal, 'dim', label.padEnd(9))} ${text}`);
  return [headline(terminal, seen), ...lines];
}

type Fact = readonly [label: string, text: string];

function headline(terminal: Terminal, { arrival, report }: SeenDelivery): string {
  const { outcome, status, reason, event } = report;
  const time = arrival.at.toTimeString().slice(0, 8);
  const what = event === undefined ? '' : `${event.event}, ${event.direction}, call ${printable(event.callId)}: `;
  switch (outcome) {
    case 'published':
      return `${styled(terminal, 'green', '✓')} ${time}  ${what}HTTP ${status}, taken`;
    case 'duplicate':
      return `${styled(terminal, 'yellow', '=')} ${time}  ${what}HTTP ${status}, duplicate: the screen has it already`;
    case 'refused':
    case 'failed':
      return `${styled(terminal, 'red', '✗')} ${time}  ${what}HTTP ${status}, ${outcome}: ${reason}`;
  }
}

function describeProof({ arrival, report }: SeenDelivery): readonly Fact[] {
  const { proof } = report;
  if (proof === undefined) return [];
  if (proof === 'shared_secret') return [['verified', 'by a shared secret, the weaker way: prefer signatures']];
  const { clockBehindSeconds: behind = 0 } = arrival;
  const apart =
    Math.abs(behind) < WORTH_A_WORD ? '' : `; its clock is ${describeSeconds(behind)} ${behind > 0 ? 'behind' : 'ahead'}`;
  return [['verified', `by its signature${apart}`]];
}

function describeNumber({ report }: SeenDelivery, showing: Showing): readonly Fact[] {
  const { number, event } = report;
  // A duplicate is not read again; what it says is shown as it came.
  const raw = number?.raw ?? event?.customerNumber;
  if (event === undefined || (raw === undefined && number === undefined)) return [];
  const shown = raw === undefined || raw === '' ? 'none' : `"${maskedIf(showing.mask, raw)}"`;
  const read = number === undefined ? '' : ` ${describeReading(number, showing.mask)}`;
  const diagnosis = diagnoseCustomer(report, showing);
  return [
    ['number', `${shown}${read}`],
    ...(diagnosis === undefined ? [] : [['customer', diagnosis.says] as const]),
    ...(diagnosis?.next === undefined ? [] : [['next', diagnosis.next] as const]),
  ];
}

function describeReading(number: PhoneNumber, mask: boolean): string {
  switch (number.kind) {
    case 'e164': {
      const extension =
        number.extension === undefined ? '' : `, extension ${mask ? maskNumber(number.extension) : number.extension}`;
      return `is ${maskedIf(mask, number.e164)} (e164${number.region === undefined ? '' : `, ${number.region}`}${extension})`;
    }
    case 'national':
      return `is ${maskedIf(mask, number.national)} (national: of which country is not known)`;
    default:
      return `(${number.kind})`;
  }
}

/** The operator's own terminal shows numbers whole, unless told otherwise. */
function maskedIf(mask: boolean, number: string): string {
  return printable(mask ? maskNumber(number) : number);
}

function describeTarget({ report }: SeenDelivery): readonly Fact[] {
  const { event, outcome } = report;
  if (event === undefined) return [];
  const { agent, campaign, skill } = event;
  const whom = agent === undefined ? 'the queue of the brand, as it names no agent' : `agent ${printable(agent.extension)}`;
  const more = [
    ...(campaign === undefined ? [] : [`campaign ${printable(campaign)}`]),
    ...(skill === undefined ? [] : [`skill ${printable(skill)}`]),
  ];
  const label = outcome === 'published' ? 'goes to' : 'is for';
  return [[label, [whom, ...more].join('; ')]];
}

function describeEnd(seen: SeenDelivery): readonly Fact[] {
  const { arrival, report } = seen;
  const { entry } = arrival;
  if (report.outcome === 'published') {
    if (entry?.late !== true) return [];
    return [['late', `the call is ${entry.callState} already: this adds to it, and moves nothing`]];
  }
  if (report.outcome === 'duplicate') return [];
  const advice = findAdvice(seen);
  const { reason, detail } = report;
  return [
    ['why', DELIVERY_ANSWERS[report.reason].meaning],
    ...(detail === undefined
      ? []
      : [['detail', printable(reason === 'payload_malformed' ? detail.replaceAll('_', ' ') : detail, LONGEST_DETAIL)] as const]),
    ...(advice === undefined ? [] : [['next', advice] as const]),
    ['sender', `${printable(report.source)}, ${printable(`${arrival.method} ${arrival.path}`)}`],
    ['see', linkToTroubleshooting('screen-pop-missing-customer')],
  ];
}
