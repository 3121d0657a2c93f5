import type { AddressGuard, NetworkPolicy, ResolveHost } from '@elasticfunnels/switch-core';
import type { Check, CheckName, Finding } from './check.ts';
import type { CheckLabel, Examination } from './examination.ts';
import { lookAtName, lookAtPolicy, type NamedUrl } from './look-at-address.ts';
import { lookAtPort } from './look-at-port.ts';
import { lookAtTls } from './look-at-tls.ts';

/** What the driver's own connections are held to. */
export interface NetworkServices {
  readonly policy: NetworkPolicy;
  readonly guard: AddressGuard;
  readonly resolveHost?: ResolveHost;
}

const TITLES = { dns: 'DNS', policy: 'Network policy', tcp: 'TCP', tls: 'TLS' } as const;

/** A host that something is to be sent to. */
export interface Destination extends NamedUrl {
  /** Of the settings form, where it comes from one. */
  readonly field: string;
  /** What the titles of its checks begin with, where it is not the switch's own. */
  readonly prefix?: string;
}

/** The way to a host. */
export interface Way {
  /** Why nothing can be sent there. */
  readonly obstacle?: string;
  /** Those that the policy allows and that take connections. */
  readonly addresses: readonly string[];
}

/**
 * The way to a host, from its name to its certificate; what a check rests on is checked before it. Connects to no
 * address that the policy refuses.
 */
export async function examineNetwork(
  destination: Destination,
  services: NetworkServices,
  examination: Examination,
): Promise<Way> {
  const { field, prefix = '' } = destination;
  const label = (name: keyof typeof TITLES): CheckLabel => ({ name, title: prefix + TITLES[name], field });
  const reached: Reached = { addresses: [] };
  let obstacle: string | undefined;
  for (const [name, look] of listSteps(destination, services, examination, reached)) {
    if (obstacle !== undefined) examination.skip(label(name), obstacle);
    else obstacle = whyNotOn(await examination.check(label(name), look));
  }
  return obstacle === undefined ? reached : { obstacle, addresses: [] };
}

/** How far the steps have come. */
interface Reached {
  addresses: readonly string[];
}

type Step = readonly [name: keyof typeof TITLES, look: () => Promise<Finding>];

function listSteps(
  { url, called }: Destination,
  services: NetworkServices,
  examination: Examination,
  reached: Reached,
): readonly Step[] {
  const keep = ({ addresses, finding }: Reached & { readonly finding: Finding }): Finding => {
    reached.addresses = addresses;
    return finding;
  };
  const steps: Step[] = [
    ['dns', async () => keep(await lookAtName({ url, called }, examination, services.resolveHost))],
    ['policy', async () => lookAtPolicy(url, reached.addresses, services.guard)],
    ['tcp', async () => keep(await lookAtPort({ url, called }, reached.addresses, examination))],
  ];
  if (url.protocol !== 'https:') return steps;
  return [...steps, ['tls', () => lookAtTls({ url, called }, reached.addresses, services.policy, examination)]];
}

/** Why what comes after a check has nothing to stand on. */
export function whyNotOn({ name, title, status }: Pick<Check, 'name' | 'title' | 'status'>): string | undefined {
  if (status === 'broken') return `${WHY[name] ?? title} has to hold first`;
  return status === 'not_checked' ? `${title} was not checked` : undefined;
}

const WHY: Readonly<Partial<Record<CheckName, string>>> = { policy: 'the network policy' };
