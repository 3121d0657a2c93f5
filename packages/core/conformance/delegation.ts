import type { Capability, OperationsWith } from '@elasticfunnels/switch-core';

/** A switch that does what another does, but for the operations that are given: as plain data, unlike an instance. */
export function delegateTo(
  inner: OperationsWith<Capability>,
  changes: Partial<OperationsWith<Capability>> = {},
): OperationsWith<Capability> {
  return {
    connect: (options) => inner.connect(options),
    makeCall: (request, options) => inner.makeCall(request, options),
    hangupCall: (call, options) => inner.hangupCall(call, options),
    transferCall: (request, options) => inner.transferCall(request, options),
    getCallRecordingUrl: (call, options) => inner.getCallRecordingUrl(call, options),
    getAgentStatus: (agent, options) => inner.getAgentStatus(agent, options),
    findCall: (reference, options) => inner.findCall(reference, options),
    close: () => inner.close(),
    ...changes,
  };
}
