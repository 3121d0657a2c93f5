import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LOOPBACK_ALLOWED, type NetworkPolicy } from '@elasticfunnels/switch-core';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What a person opened on the command line. */
export interface NetworkFlags {
  readonly allowAddress?: readonly string[];
  readonly ca?: string;
}

/**
 * The command line's own policy: it runs on the operator's machine, so this machine itself is allowed, over http too.
 */
export function readNetworkPolicy(terminal: Terminal, { allowAddress = [], ca }: NetworkFlags): NetworkPolicy {
  return {
    ...LOOPBACK_ALLOWED,
    allowAddresses: [...(LOOPBACK_ALLOWED.allowAddresses ?? []), ...allowAddress],
    ...(ca === undefined ? {} : { certificateAuthorities: [readCertificates(terminal, ca)] }),
  };
}

function readCertificates(terminal: Terminal, file: string): string {
  let text: string;
  try {
    text = readFileSync(resolve(terminal.directory, file), 'utf8');
  } catch {
    throw new UsageError(`The certificates in ${file} cannot be read.`);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`${file} holds no PEM certificate.`);
}
