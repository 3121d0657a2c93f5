import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AddressGuard, LOOPBACK_ALLOWED, type NetworkPolicy, SwitchError } from '@elasticfunnels/switch-core';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What a person opened on the command line. */
export interface NetworkFlags {
  readonly allowAddress?: readonly string[];
  readonly ca?: string;
}

/**
 * The command line's own policy: it runs on the operator's machine, so this machine itself is allowed, over http too.
 *
 * @throws UsageError
 */
export function readNetworkPolicy(terminal: Terminal, { allowAddress = [], ca }: NetworkFlags): NetworkPolicy {
  const policy = {
    ...LOOPBACK_ALLOWED,
    allowAddresses: [...(LOOPBACK_ALLOWED.allowAddresses ?? []), ...allowAddress],
    ...(ca === undefined ? {} : { certificateAuthorities: [readCertificates(terminal, ca)] }),
  };
  assertUsable(policy);
  return policy;
}

// The settings are not what is wrong, and the flag has another name than the policy's field.
function assertUsable(policy: NetworkPolicy): void {
  try {
    void new AddressGuard(policy);
  } catch (error) {
    if (!SwitchError.has(error, 'CONFIG_INVALID')) throw error;
    throw new UsageError(`--allow-address: ${error.details.issues.map(({ message }) => message).join('; ')}.`);
  }
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
