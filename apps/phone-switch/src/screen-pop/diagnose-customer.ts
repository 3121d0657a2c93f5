import type { Customer, CustomerMatch, DeliveryReport, MatchConfidence, PhoneNumber } from '@elasticfunnels/switch-core';
import { printable } from './printable.ts';

/** Why the agent sees the customer, or does not. Stable: it stands in the JSON too. */
export type DiagnosisKind =
  | 'found'
  | 'ambiguous'
  | 'no_customer'
  | 'not_looked_up'
  | 'not_normalised'
  | 'anonymous'
  | 'directory_failed';

/** What became of looking the customer up, in an operator's words. */
export interface Diagnosis {
  readonly kind: DiagnosisKind;
  readonly says: string;
  /** What to do, where something can be done. */
  readonly next?: string;
}

/** Where customers are looked for. */
export interface LookUpSetting {
  /** How many there are; undefined where no file was named. */
  readonly customers: number | undefined;
}

const SURENESS: Readonly<Record<MatchConfidence, string>> = {
  e164: 'by the whole number',
  national: 'by the national number: the country is not certain',
  suffix: 'by the last digits alone: make sure',
};

/** An unexpanded variable of a telephony: `@Call.ANI@`, `--A--phone_number--B--`, `{{ani}}`. */
const PLACEHOLDER = /^\s*(?:@.+@|--A--.+--B--|[{$[<%].*[}\]>%])\s*$/s;

/** Tells the reasons apart; undefined for a delivery of which nobody was looked up. */
export function diagnoseCustomer({ customer, number }: DeliveryReport, { customers }: LookUpSetting): Diagnosis | undefined {
  if (customer === undefined || number === undefined) return undefined;
  switch (customer.status) {
    case 'found':
      return { kind: 'found', says: `${describeCustomer(customer.customer)}, ${SURENESS[customer.confidence]}` };
    case 'ambiguous':
      return describeCandidates(customer);
    case 'unavailable':
      return { kind: 'directory_failed', says: 'the look-up failed or took too long; the agent sees the number alone' };
    case 'none':
      break;
  }
  if (customer.reason === 'anonymous') return describeAnonymous(number);
  if (customer.reason === 'not_a_number') return describeUnreadable(number);
  if (customers === undefined) {
    return { kind: 'not_looked_up', says: 'not looked up', next: 'Name a file of customers: --customers customers.csv.' };
  }
  return describeNobody(number, customers);
}

function describeCustomer({ id, displayName }: Customer): string {
  return displayName === undefined ? printable(id) : `${printable(displayName)} (${printable(id)})`;
}

function describeCandidates({ candidates, confidence }: Extract<CustomerMatch, { readonly status: 'ambiguous' }>): Diagnosis {
  const names = candidates.map((candidate) => describeCustomer(candidate)).join('; ');
  return {
    kind: 'ambiguous',
    says: `${candidates.length} have this number, ${SURENESS[confidence]}: ${names}`,
    next: 'The agent is shown all of them, and has to ask. Take the number off those that it is not of.',
  };
}

function describeAnonymous({ raw }: PhoneNumber): Diagnosis {
  const says = 'nobody to look up: the caller’s number is withheld or missing; the pop reaches the agent all the same';
  if (raw.trim() === '') return { kind: 'anonymous', says, next: 'Unless the caller withheld it: the delivery has no number.' };
  if (!PLACEHOLDER.test(raw)) return { kind: 'anonymous', says };
  return { kind: 'anonymous', says, next: 'The telephony did not fill in its variable: correct its name there.' };
}

const UNREADABLE: Readonly<Record<string, string>> = {
  invalid: 'the number did not normalise: it is no number of any country',
  short: 'the number did not normalise to a customer’s: it is a short code',
  extension: 'the number is an extension of the brand, and no customer’s',
  sip: 'the number did not normalise: it is a SIP address without a number',
};

function describeUnreadable({ kind, raw }: PhoneNumber): Diagnosis {
  return {
    kind: 'not_normalised',
    says: UNREADABLE[kind] ?? 'the number did not normalise',
    next: raw.includes('+')
      ? 'It has a country code, and that country gives out no such number: compare it with what the telephony should send.'
      : 'Compare it with what the telephony should send; without a country code it needs --region.',
  };
}

function describeNobody(number: PhoneNumber, customers: number): Diagnosis {
  const says = `no customer has this number, of ${customers} in the file`;
  const next =
    number.kind === 'national'
      ? 'Its country is unknown: say of which country such numbers are, e.g. --region US. Else look it up in the file.'
      : 'Look it up where the customers come from, as it stands here: who calls may be on file with another number.';
  return { kind: 'no_customer', says, next };
}
