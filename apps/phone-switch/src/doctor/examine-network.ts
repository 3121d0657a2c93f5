import type { AddressGuard, NetworkPolicy, ResolveHost } from '@elasticfunnels/switch-core';
import type { Check, CheckName, Finding } from './check.ts';
import type { CheckLabel, Examination } from './examination.ts';
import { lookAtName, lookAtPolicy } from './look-at-address.ts';
import { lookAtPort } from './look-at-port.ts';
import { lookAtTls } from './look-at-tls.ts';

/** What the driver's own connections are held to. */
export interface NetworkServices {
  readonly policy: NetworkPolicy;
  readonly guard: AddressGuard;
  readonly resolveHost?: ResolveHost;
}

const TITLES = { dns: 'DNS', policy: 'Network policy', tcp: 'TCP', tls: 'TLS' } as const;

/**
 * The way to a host, from its name to its certificate; what a check rests on is checked before it. Connects to no
 * address that the policy refuses.
 *
 * @returns why nothing can be sent there, or undefined when it can
 */
export async function examineNetwork(
  url: URL,
  field: string,
  services: NetworkServices,
  examination: Examination,
): Promise<string | undefined> {
  const label = (name: keyof typeof TITLES): CheckLabel => ({ name, title: TITLES[name], field });
  const steps: readonly (readonly [keyof typeof TITLES, () => Promise<Finding>])[] = listSteps(url, services, examination);
  let reason: string | undefined;
  for (const [name, look] of steps) {
    if (reason !== undefined) examination.skip(label(name), reason);
    else reason = whyNotOn(await examination.check(label(name), look));
  }
  return reason;
}

type Step = readonly [name: keyof typeof TITLES, look: () => Promise<Finding>];

function listSteps(url: URL, services: NetworkServices, examination: Examination): readonly Step[] {
  let addresses: readonly string[] = [];
  const steps: Step[] = [
    [
      'dns',
      async () => {
        const resolved = await lookAtName(url, examination, services.resolveHost);
        ({ addresses } = resolved);
        return resolved.finding;
      },
    ],
    ['policy', async () => lookAtPolicy(url, addresses, services.guard)],
    [
      'tcp',
      async () => {
        const reached = await lookAtPort(url, addresses, examination);
        ({ addresses } = reached);
        return reached.finding;
      },
    ],
  ];
  if (url.protocol !== 'https:') return steps;
  return [...steps, ['tls', () => lookAtTls(url, addresses, services.policy, examination)]];
}

/** Why what comes after a check has nothing to stand on. */
export function whyNotOn({ name, title, status }: Pick<Check, 'name' | 'title' | 'status'>): string | undefined {
  if (status === 'broken') return `${WHY[name] ?? title} has to hold first`;
  return status === 'not_checked' ? `${title} was not checked` : undefined;
}

const WHY: Readonly<Partial<Record<CheckName, string>>> = { policy: 'the network policy' };
