import { hostname } from 'node:os';
import type { DeliveryVerification } from '@elasticfunnels/switch-core';
import { styled, type Terminal } from '../cli/terminal.ts';
import { printable } from './printable.ts';
import { PATH } from './start-receiver.ts';

/** What a listening receiver is told of by. */
export interface ListeningFacts {
  readonly host: string;
  readonly port: number;
  readonly verification: DeliveryVerification;
  readonly generatedSecret: string | undefined;
  readonly customers: number | undefined;
  readonly region: string | undefined;
}

/** The address for the telephony side. Where all addresses are listened on, by this machine's name. */
export function toUrl({ host, port, verification }: Pick<ListeningFacts, 'host' | 'port' | 'verification'>): string {
  const name = isEverywhere(host) ? hostname() : host.includes(':') ? `[${host}]` : host;
  const parameter = verification.kind === 'shared_secret' ? verification.parameter : undefined;
  return `http://${name}:${port}${PATH}${parameter === undefined ? '' : `?${parameter}=SECRET`}`;
}

/** What an operator needs to know before the first delivery. */
export function describeListening(terminal: Terminal, facts: ListeningFacts): readonly string[] {
  const url = toUrl(facts);
  return [
    `Listening for screen pops at ${styled(terminal, 'bold', url)}`,
    `   ${describeVerification(facts.verification)}`,
    ...describeSecret(terminal, facts),
    `   ${describeCustomers(facts)}`,
    ...(isLoopback(facts.host)
      ? ['   Only this machine can reach it: a telephony elsewhere needs --host 0.0.0.0, and a proxy with TLS in front.']
      : ['   It speaks plain HTTP: from outside your own network, put a proxy with TLS in front.']),
    'Ctrl-C ends it.',
    '',
  ];
}

function describeVerification(verification: DeliveryVerification): string {
  if (verification.kind === 'signature') {
    return `Deliveries must be signed (Standard Webhooks), by a clock within ${verification.toleranceSeconds} s of ours.`;
  }
  const { header, parameter } = verification;
  const place = header === 'authorization' ? 'as a Bearer token in authorization' : `in the header ${header}`;
  const also = parameter === undefined ? '' : `, or in the parameter ${parameter}`;
  return `Deliveries must bring the shared secret ${place}${also}: weaker than a signature.`;
}

function describeSecret(terminal: Terminal, facts: ListeningFacts): readonly string[] {
  const { generatedSecret: secret } = facts;
  if (secret === undefined) return [];
  return [
    '   No secret was given, so this one was made up for this run; it is not shown again. Enter it at the sender:',
    `     ${styled(terminal, 'bold', secret)}`,
    '   Or try it from another terminal, with the secret in the variable POP_SECRET:',
    `     ${describeTry(facts, 'POP_SECRET')}`,
  ];
}

function describeCustomers({ customers, region }: ListeningFacts): string {
  const numbers =
    region === undefined
      ? 'Numbers need their country code (or --region)'
      : `Numbers are of ${printable(region)} unless they say`;
  const who =
    customers === undefined
      ? 'nobody is looked up (--customers)'
      : `callers are looked up among ${customers} customer${customers === 1 ? '' : 's'}`;
  return `${numbers}; ${who}.`;
}

/** Why nothing may have arrived, the likeliest first. */
export function describeSilence(seconds: number, facts: ListeningFacts): readonly string[] {
  return [
    `… Nothing has arrived for ${seconds} s. If something should have, the webhook does not get here:`,
    `     - the address at the sender must be ${toUrl(facts)}${isLoopback(facts.host) ? ', which only this machine can reach' : ''};`,
    '     - a firewall or a proxy in between may hold it back;',
    '     - the telephony may send none: its own log tells, and whether it was answered;',
    ...(facts.verification.kind === 'signature' ? [`     - try with one of ours: ${describeTry(facts, '...')}`] : []),
  ];
}

/** How to send one from this machine, by an address that it may always reach. */
function describeTry(facts: ListeningFacts, variable: string): string {
  const host = isEverywhere(facts.host) ? '127.0.0.1' : facts.host;
  return `pnpm phone-switch pop --to ${toUrl({ ...facts, host })} --secret-env ${variable}`;
}

/** Something connected that does not speak HTTP. */
export function describeStranger(kind: 'tls' | 'other', facts: ListeningFacts): string {
  if (kind === 'other') return '✗ Something connected that does not speak HTTP.';
  return `✗ Something connected by TLS (https), and this speaks plain HTTP: use ${toUrl(facts)}, or put a proxy with TLS in front.`;
}

function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
