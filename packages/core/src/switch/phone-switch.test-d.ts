import { expectTypeOf, test } from 'vitest';
import type { CallReference } from '../call/call-reference.ts';
import type { AgentExtension, BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import type { SwitchErrorDetails, UnknownOutcomeReason } from '../errors/error-details.ts';
import { type AnySwitchError, SwitchError } from '../errors/switch-error.ts';
import type { AgentStatus } from './capabilities.ts';
import { type PhoneSwitch, supports } from './phone-switch.ts';
import type { CallOptions, MakeCallRequest, TransferCallRequest, TransferKind } from './requests.ts';
import type { WaitForRecordingOptions } from './wait-for-recording.ts';

declare const phone: PhoneSwitch;
declare const agent: AgentExtension;

test('a method of a capability is not there before it is known to be supported', () => {
  expectTypeOf(phone).not.toHaveProperty('getAgentStatus');
  // @ts-expect-error not before supports()
  void (() => phone.getAgentStatus(agent));
});

test('supports() narrows to the methods that come with a capability, and to no others', () => {
  if (supports(phone, 'agent.status')) {
    expectTypeOf(phone.getAgentStatus(agent)).resolves.toEqualTypeOf<AgentStatus>();
    expectTypeOf(phone).not.toHaveProperty('findCall');
    if (supports(phone, 'call.status')) expectTypeOf(phone.findCall('r')).resolves.toEqualTypeOf<CallReference | undefined>();
  }
  if (supports(phone, 'transfer.attended')) expectTypeOf(phone.makeCall).toBeFunction();
  // @ts-expect-error no such capability
  supports(phone, 'agent.telepathy');
});

test('a switch with capabilities is a switch without', () => {
  expectTypeOf<PhoneSwitch<'agent.status' | 'call.status'>>().toExtend<PhoneSwitch>();
  expectTypeOf<PhoneSwitch>().not.toExtend<PhoneSwitch<'agent.status'>>();
});

test('the call id of a placed call is what the other commands take; an accepted one has none yet', () => {
  const use = (result: MakeCallResult): void => {
    // @ts-expect-error only where it is placed
    void result.call;
    if (result.status === 'placed') void phone.hangupCall(result.call);
    else expectTypeOf(result.reference).toBeString();
  };
  expectTypeOf(use).toBeFunction();
});

test('ids are opaque and not interchangeable', () => {
  expectTypeOf<CallId>().toExtend<string>();
  expectTypeOf<string>().not.toExtend<CallId>();
  expectTypeOf<CallId>().not.toExtend<BrandId>();
  expectTypeOf<AgentExtension>().not.toExtend<CallId>();
  expectTypeOf<number>().not.toExtend<CallId>();
});

test('the details of an error are typed by its code', () => {
  const told: unknown = undefined;
  if (SwitchError.has(told, 'OUTCOME_UNKNOWN')) expectTypeOf(told.details.reason).toEqualTypeOf<UnknownOutcomeReason>();
  if (SwitchError.is(told)) expectTypeOf(told.details).toExtend<SwitchErrorDetails[keyof SwitchErrorDetails]>();
  // @ts-expect-error the details belong to the code
  void (() => new SwitchError('SPEC_UNSUPPORTED', {}));
  // @ts-expect-error no such code
  void (() => new SwitchError('BROKEN', {}));
});

test('what is optional may be undefined: a platform passes on what it has', () => {
  expectTypeOf<{
    agentExtension: AgentExtension;
    destination: string;
    campaignName: string | undefined;
    skillId: undefined;
  }>().toExtend<MakeCallRequest>();
  expectTypeOf<{
    call: CallReference;
    targetExtension: string;
    kind: TransferKind | undefined;
  }>().toExtend<TransferCallRequest>();
  expectTypeOf<{ callId: CallId; agentExtension: AgentExtension | undefined; aliases: undefined }>().toExtend<CallReference>();
  expectTypeOf<{ [Name in keyof CallOptions]-?: CallOptions[Name] | undefined }>().toExtend<CallOptions>();
  expectTypeOf<{
    deadlineMs: number;
    signal: AbortSignal | undefined;
    onPending: undefined;
  }>().toExtend<WaitForRecordingOptions>();
});

test('a switch over the code of a caught error narrows its details', () => {
  const told: unknown = undefined;
  if (!SwitchError.is(told)) return;
  switch (told.code) {
    case 'OUTCOME_UNKNOWN':
      expectTypeOf(told.details.reason).toEqualTypeOf<UnknownOutcomeReason>();
      break;
    case 'CAPABILITY_MISSING':
      expectTypeOf(told.details.capability).toBeString();
      break;
    case 'RATE_LIMITED':
      expectTypeOf(told.details.retryAfterSeconds).toEqualTypeOf<number | undefined>();
      break;
    default:
      // @ts-expect-error not every code has one
      void told.details.capability;
  }
  expectTypeOf(told).toExtend<SwitchError>();
  expectTypeOf<SwitchError<'CLOSED'>>().toExtend<AnySwitchError>();
});
