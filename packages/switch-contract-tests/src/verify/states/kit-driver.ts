import {
  type CallReference,
  createSwitchHost,
  type DialGuard,
  type NetworkPolicy,
  parseAgentExtension,
  type PhoneSwitch,
  SwitchError,
  type SwitchHost,
} from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';

const BRAND = 'contract-kit';

/** The kit judges what the middleware does by itself, so nothing of the host stands between two dials. */
const NO_GUARD: DialGuard = { dial: (_key, place) => place(), identify: () => {}, release: () => {} };

/** Anywhere, http too: the person who runs the kit typed the address. */
const ANYWHERE: NetworkPolicy = { allowAddresses: ['0.0.0.0/0', '::/0'], plainHttp: 'anywhere' };

/** The real Five9 driver on its host, as the platform would hold it. */
export interface KitDriver extends AsyncDisposable {
  readonly phone: PhoneSwitch;
}

/** What a driver is opened with. */
export interface KitDriverOptions {
  /** The fields of the settings form. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly certificateAuthorities?: readonly string[];
}

/** Opens the driver; it tries everything once. */
export async function openDriver({ settings, certificateAuthorities = [] }: KitDriverOptions): Promise<KitDriver> {
  const network = certificateAuthorities.length === 0 ? ANYWHERE : { ...ANYWHERE, certificateAuthorities };
  const host: SwitchHost = createSwitchHost({ network, dialGuard: NO_GUARD, retry: { attempts: 1 } });
  host.register(five9Plugin);
  host.setBrand(BRAND, { plugin: five9Plugin.id, config: settings });
  return { phone: await host.phoneSwitch(BRAND), [Symbol.asyncDispose]: () => host.close() };
}

/** Who dials whom. */
export interface KitDial {
  readonly agent: string;
  readonly destination: string;
  readonly campaign?: string | undefined;
  readonly skill?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Places a call. @throws SwitchError as the driver does, also where the middleware told no id. */
export async function placeCall(
  phone: PhoneSwitch,
  { agent, destination, campaign, skill, idempotencyKey }: KitDial,
  options: { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<CallReference> {
  const placed = await phone.makeCall(
    {
      agentExtension: parseAgentExtension(agent),
      destination,
      ...(campaign === undefined ? {} : { campaignName: campaign }),
      ...(skill === undefined ? {} : { skillId: skill }),
    },
    { ...options, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
  );
  if (placed.status === 'placed') return placed.call;
  throw new SwitchError('OUTCOME_UNKNOWN', { reason: 'unreadable_answer' });
}

/** What the driver made of a failure, in one line. */
export function describeFailure(error: unknown): string {
  if (SwitchError.is(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : 'an unknown failure';
}
