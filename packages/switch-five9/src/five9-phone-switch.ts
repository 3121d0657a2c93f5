import {
  type CallId,
  type CallOptions,
  type CallReference,
  type ConnectResult,
  findHeader,
  type HangupResult,
  type HttpAnswer,
  type MakeCallRequest,
  type MakeCallResult,
  type OperationsWith,
  type RecordingResult,
  type SwitchServices,
  type TransferCallRequest,
  type TransferResult,
} from '@elasticfunnels/switch-core';
import type { Five9Config } from './config/five9-config.ts';
import { connectToMiddleware } from './middleware/connect.ts';
import type { MiddlewareClient } from './middleware/middleware-client.ts';
import { findNoRecording, readRecording, type RecordingReading } from './middleware/recording-answer.ts';
import {
  hangupAnswer,
  isPlainMakeCallAnswer,
  type MakeCallAnswer,
  type MakeCallBody,
  makeCallAnswer,
  plainAnswer,
  recordingAnswer,
  type TransferBody,
} from './middleware/wire-schemas.ts';

/** Five9 over JSON and HTTP: its own REST surface, or the customer's middleware in front of it. */
export class Five9PhoneSwitch implements OperationsWith<'transfer.attended'> {
  readonly #config: Five9Config;
  readonly #client: MiddlewareClient;
  readonly #services: SwitchServices;
  #toldOverlooked = false;

  constructor(config: Five9Config, client: MiddlewareClient, services: SwitchServices) {
    this.#config = config;
    this.#client = client;
    this.#services = services;
  }

  connect(options?: CallOptions): Promise<ConnectResult> {
    return connectToMiddleware(this.#client, this.#config.paths.connect, this.#services.clock, options);
  }

  makeCall(request: MakeCallRequest, options?: CallOptions): Promise<MakeCallResult> {
    return this.#client.post({
      operation: 'makeCall',
      path: this.#config.paths.makeCall,
      body: this.#makeCallBody(request),
      schema: makeCallAnswer,
      isPlain: isPlainMakeCallAnswer,
      options,
      read: (body, answer) => readPlaced(request, body, answer),
    });
  }

  hangupCall({ callId }: CallReference, options?: CallOptions): Promise<HangupResult> {
    return this.#client.post({
      operation: 'hangupCall',
      path: this.#config.paths.hangup,
      body: { call_id: callId },
      schema: hangupAnswer,
      options,
      read: (body): HangupResult => ({ status: 'ended', ...(body.wrap_up_required === true ? { wrapUpRequired: true } : {}) }),
      recover: ({ code }) => (code === 'CALL_ENDED' ? { status: 'already_ended' } : undefined),
    });
  }

  transferCall({ call, targetExtension, kind }: TransferCallRequest, options?: CallOptions): Promise<TransferResult> {
    const body: TransferBody = {
      call_id: call.callId,
      target_extension: targetExtension,
      ...(kind === undefined ? {} : { transfer_type: kind }),
    };
    return this.#client.post({
      operation: 'transferCall',
      path: this.#config.paths.transfer,
      body: { ...body },
      schema: plainAnswer,
      options,
      read: (): TransferResult => ({ status: 'transferred' }),
    });
  }

  getCallRecordingUrl({ callId }: CallReference, options?: CallOptions): Promise<RecordingResult> {
    const reading: RecordingReading = {
      fields: this.#config.recordingUrlFields,
      services: this.#services,
      onOverlooked: (names) => this.#tellOverlooked(names),
    };
    return this.#client.post({
      operation: 'getCallRecordingUrl',
      path: this.#config.paths.recording,
      body: { call_id: callId },
      schema: recordingAnswer,
      options,
      read: (body, answer) => readRecording(body, answer, reading),
      recover: findNoRecording,
    });
  }

  // Once, not with every poll: the recording stays pending, and only the settings can change that.
  #tellOverlooked(names: readonly string[]): void {
    if (this.#toldOverlooked) return;
    this.#toldOverlooked = true;
    const fields = { found: this.#client.showNames(names), lookedFor: this.#config.recordingUrlFields };
    this.#services.logger.warn(
      fields,
      'a recording is pending, as its answer has none of the fields that a URL is looked for in',
    );
  }

  /** Holds nothing of its own: connections belong to the host. */
  async close(): Promise<void> {}

  #makeCallBody({ agentExtension, destination, campaignName, skillId }: MakeCallRequest): Readonly<Record<string, unknown>> {
    const campaign = campaignName ?? this.#config.campaignName;
    const skill = skillId ?? this.#config.skillId;
    return {
      agent_extension: agentExtension,
      destination,
      ...(campaign === undefined ? {} : { campaign_name: campaign }),
      ...(skill === undefined ? {} : { skill_id: skill }),
    } satisfies MakeCallBody;
  }
}

function readPlaced(
  { agentExtension }: MakeCallRequest,
  { call_id, aliases }: MakeCallAnswer,
  answer: HttpAnswer,
): MakeCallResult {
  const replayed = findHeader(answer, 'idempotent-replayed')?.toLowerCase() === 'true';
  return {
    status: 'placed',
    // The switch's own text, unchanged.
    call: { callId: call_id as CallId, agentExtension, ...(aliases == null ? {} : { aliases }) },
    ...(replayed ? { replayed } : {}),
  };
}
