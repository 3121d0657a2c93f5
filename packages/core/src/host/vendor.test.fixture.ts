import * as z from 'zod';
import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { definePlugin, type SwitchPlugin, type SwitchServices } from '../plugin/define-plugin.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import type { MakeCallRequest } from '../switch/requests.ts';

export const ACME: BrandId = 'acme' as BrandId;
export const CALL: { readonly callId: CallId } = { callId: '300000000000071' as CallId };
export const DIAL: MakeCallRequest = { agentExtension: '1001' as MakeCallRequest['agentExtension'], destination: '+15550004567' };
export const PLACED: MakeCallResult = { status: 'placed', call: CALL };

/** A vendor's driver that does as it is told; everything goes well unless overridden. */
export function vendorSwitch(overrides: Partial<OperationsWith<Capability>> = {}): OperationsWith<Capability> {
  return {
    connect: async () => ({ status: 'verified', latencyMs: 1 }),
    makeCall: async () => PLACED,
    hangupCall: async () => ({ status: 'ended' }),
    transferCall: async () => ({ status: 'transferred' }),
    getCallRecordingUrl: async () => ({ status: 'none', reason: 'not_recorded' }),
    getAgentStatus: async () => ({ state: 'ready' }),
    findCall: async () => CALL,
    close: async () => {},
    ...overrides,
  };
}

/** A configuration with one free text, to tell one configuration from another. */
export interface VendorConfig {
  readonly label: string;
}

/** A plugin over a function that opens its switches. */
export function vendorPlugin(
  open: (config: VendorConfig, services: SwitchServices) => OperationsWith<Capability> | Promise<OperationsWith<Capability>>,
  more: { readonly id?: string; readonly capabilities?: readonly Capability[] } = {},
): SwitchPlugin {
  return definePlugin({
    id: more.id ?? 'vendor',
    displayName: 'Vendor',
    capabilities: more.capabilities ?? [],
    config: z.strictObject({ label: z.string() }),
    connect: open,
  });
}

/** What a promise was rejected with. */
export async function rejectionOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It was not rejected.');
}

/** The `SwitchError` that a promise was rejected with. */
export async function switchErrorOf(work: Promise<unknown>): Promise<SwitchError> {
  const error = await rejectionOf(work);
  if (SwitchError.is(error)) return error;
  throw error;
}
