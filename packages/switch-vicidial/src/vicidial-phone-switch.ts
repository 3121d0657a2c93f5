import type {
  AgentExtension,
  AgentStatus,
  CallOptions,
  CallReference,
  Capability,
  ConnectResult,
  HangupResult,
  MakeCallRequest,
  MakeCallResult,
  Operation,
  OperationsWith,
  RecordingResult,
  SwitchServices,
  TransferCallRequest,
  TransferResult,
} from '@elasticfunnels/switch-core';
import type { VicidialClient } from './api/vicidial-client.ts';
import type { VicidialConfig } from './config/vicidial-config.ts';
import { getAgentStatus } from './operations/agent-status.ts';
import { connect } from './operations/connect.ts';
import { findCall } from './operations/find-call.ts';
import { hangUp } from './operations/hang-up.ts';
import { makeCall } from './operations/make-call.ts';
import { getCallRecordingUrl } from './operations/recording.ts';
import { transferCall } from './operations/transfer.ts';
import { Undertaking } from './operations/undertaking.ts';

/** ViciDial, by its Agent API and its Non-Agent API: calls are placed and controlled on the agents' screens. */
export class VicidialPhoneSwitch implements OperationsWith<Capability> {
  readonly #config: VicidialConfig;
  readonly #client: VicidialClient;
  readonly #services: SwitchServices;

  constructor(config: VicidialConfig, client: VicidialClient, services: SwitchServices) {
    this.#config = config;
    this.#client = client;
    this.#services = services;
  }

  connect(options?: CallOptions): Promise<ConnectResult> {
    return connect(this.#client, this.#begin('connect', options));
  }

  makeCall(request: MakeCallRequest, options?: CallOptions): Promise<MakeCallResult> {
    return makeCall(this.#client, this.#begin('makeCall', options), this.#config, request);
  }

  hangupCall(call: CallReference, options?: CallOptions): Promise<HangupResult> {
    return hangUp(this.#client, this.#begin('hangupCall', options), this.#config.hangupStatus, call);
  }

  transferCall(request: TransferCallRequest, options?: CallOptions): Promise<TransferResult> {
    return transferCall(this.#client, this.#begin('transferCall', options), this.#config.phoneCode, request);
  }

  getCallRecordingUrl(call: CallReference, options?: CallOptions): Promise<RecordingResult> {
    const { parseRecordingUrl } = this.#services;
    return getCallRecordingUrl(this.#client, this.#begin('getCallRecordingUrl', options), parseRecordingUrl, call);
  }

  getAgentStatus(agent: AgentExtension, options?: CallOptions): Promise<AgentStatus> {
    return getAgentStatus(this.#client, this.#begin('getAgentStatus', options), agent);
  }

  findCall(reference: string, options?: CallOptions): Promise<CallReference | undefined> {
    return findCall(this.#client, this.#begin('findCall', options), reference);
  }

  /** Holds nothing of its own: connections belong to the host. */
  async close(): Promise<void> {}

  #begin(operation: Operation, options: CallOptions | undefined): Undertaking {
    return new Undertaking(operation, this.#services.clock, options);
  }
}
