import {
  createSwitchHost,
  type HttpTransport,
  type PhoneSwitch,
  type SwitchHost,
  type SwitchHostOptions,
  UndiciTransport,
  type UndiciTransportOptions,
} from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';

/** The credential of every case: nothing that a case can emit may hold it, and no other process has it. */
export const PLANTED_KEY = `planted-api-key-7f3a9c51-${process.pid}`;

/** What the matrix is played against. */
export interface Subject {
  /** Where it is spoilt on purpose: what stands between the client and the wire. */
  readonly spoilTransport?: (transport: HttpTransport) => HttpTransport;
  /** Where it is spoilt on purpose: what the caller is given instead of the host's switch. */
  readonly spoilPhone?: (phone: PhoneSwitch) => PhoneSwitch;
  readonly spoilOptions?: (options: UndiciTransportOptions) => UndiciTransportOptions;
}

/** What a platform installs: the host, with the Five9 plugin, and nothing of a test's own on the way to the wire. */
export const PRODUCT: Subject = {};

/** What differs from case to case. */
export interface SubjectOptions extends Omit<SwitchHostOptions, 'transport'> {
  readonly baseUrl: string;
  /** Instead of the system's resolver: the host has no option for it, so the transport is made here. */
  readonly resolveHost?: UndiciTransportOptions['resolveHost'];
}

/** A host with one brand, and the brand's switch. */
export interface OpenSubject {
  readonly host: SwitchHost;
  readonly phone: PhoneSwitch;
}

/** Opens a brand's switch as a platform does. Close the host. */
export async function openSubject(subject: Subject, { baseUrl, resolveHost, ...options }: SubjectOptions): Promise<OpenSubject> {
  const transport = makeTransport(subject, options, resolveHost);
  const host = createSwitchHost({ ...options, ...(transport === undefined ? {} : { transport }) });
  host.register(five9Plugin);
  host.setBrand('acme', { plugin: 'five9', config: { api_base_url: baseUrl, api_key: PLANTED_KEY } });
  const phone = await host.phoneSwitch('acme');
  return { host, phone: subject.spoilPhone?.(phone) ?? phone };
}

function makeTransport(
  { spoilTransport, spoilOptions }: Subject,
  { network, clock }: SwitchHostOptions,
  resolveHost: SubjectOptions['resolveHost'],
): HttpTransport | undefined {
  if (spoilTransport === undefined && spoilOptions === undefined && resolveHost === undefined) return undefined;
  const options: UndiciTransportOptions = {
    ...(network === undefined ? {} : { policy: network }),
    ...(clock === undefined ? {} : { clock }),
    ...(resolveHost === undefined ? {} : { resolveHost }),
  };
  const transport = new UndiciTransport(spoilOptions?.(options) ?? options);
  return spoilTransport?.(transport) ?? transport;
}
