import {
  type Authorisation,
  type CallOptions,
  type CallReference,
  type Clock,
  type ConnectResult,
  type HangupResult,
  type HttpAnswer,
  type HttpClient,
  type MakeCallRequest,
  type MakeCallResult,
  type Operation,
  type OperationsWith,
  readJsonBody,
  type RecordingResult,
  SwitchError,
  toAnswerError,
  type TransferCallRequest,
  type TransferResult,
} from '@elasticfunnels/switch-core';

const STATUS_PATH = '/status';

/** New Vendor, over JSON and HTTP. `connect` is done; the other operations refuse, and say that nothing happened. */
export class NewVendorPhoneSwitch implements OperationsWith {
  readonly #http: HttpClient;
  readonly #authorisation: Authorisation;
  readonly #clock: Clock;

  constructor(http: HttpClient, authorisation: Authorisation, clock: Clock) {
    this.#http = http;
    this.#authorisation = authorisation;
    this.#clock = clock;
  }

  async connect(options?: CallOptions): Promise<ConnectResult> {
    const startedAt = this.#clock.monotonicMs();
    await this.#http.send({
      operation: 'connect',
      method: 'GET',
      path: STATUS_PATH,
      options,
      read: (answer) => this.#assertOk(answer),
    });
    return { status: 'verified', latencyMs: Math.round(this.#clock.monotonicMs() - startedAt) };
  }

  async makeCall(_request: MakeCallRequest, _options?: CallOptions): Promise<MakeCallResult> {
    throw notImplemented('makeCall');
  }

  async hangupCall(_call: CallReference, _options?: CallOptions): Promise<HangupResult> {
    throw notImplemented('hangupCall');
  }

  async transferCall(_request: TransferCallRequest, _options?: CallOptions): Promise<TransferResult> {
    throw notImplemented('transferCall');
  }

  async getCallRecordingUrl(_call: CallReference, _options?: CallOptions): Promise<RecordingResult> {
    throw notImplemented('getCallRecordingUrl');
  }

  /** Holds nothing of its own: connections belong to the host. */
  async close(): Promise<void> {}

  // Every answer that is not the one expected is an error: what cannot be read proves nothing.
  #assertOk(answer: HttpAnswer): void {
    const body = readJsonBody(answer);
    if (answer.status !== 200) throw this.#refusal('connect', STATUS_PATH, answer);
    if (body.kind === 'object' && body.value['ok'] === true) return;
    const found = body.kind === 'other' ? body.found : 'no "ok"';
    const message = `The service answered connect with HTTP 200, but with ${found}.`;
    throw new SwitchError('CONTRACT_VIOLATED', { reason: 'unexpected_shape', httpStatus: 200 }, { message });
  }

  /** By status and operation; name a `code` wherever the vendor's answer says more than its status. */
  #refusal(operation: Operation, path: string, answer: HttpAnswer): SwitchError {
    const body = readJsonBody(answer);
    const words = body.kind === 'object' ? body.value['message'] : undefined;
    return toAnswerError({
      operation,
      path,
      answer,
      vendorMessage: typeof words === 'string' ? words : undefined,
      fromService: body.kind === 'object',
      authorisation: this.#authorisation,
      now: this.#clock.now(),
    });
  }
}

// Said before anything is sent, so the effect is none; that of a command which may have been carried out is unknown.
function notImplemented(operation: Operation): SwitchError {
  const message = `The New Vendor driver does not implement ${operation} yet, so nothing was sent.`;
  return new SwitchError('REJECTED', {}, { effect: 'none', message, hint: 'Install a version of the driver that does.' });
}
