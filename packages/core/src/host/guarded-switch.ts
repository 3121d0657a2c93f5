import { randomUUID } from 'node:crypto';
import type { CallReference } from '../call/call-reference.ts';
import type { AgentExtension } from '../call/ids.ts';
import { maskNumber } from '../call/mask-number.ts';
import type { ConnectResult, HangupResult, MakeCallResult, RecordingResult, TransferResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { SwitchServices } from '../plugin/define-plugin.ts';
import { publishDiagnostic } from '../runtime/diagnostics.ts';
import { Deadline } from '../runtime/interruption.ts';
import { settleWithin } from '../runtime/settle-within.ts';
import type { AgentStatus, Capability } from '../switch/capabilities.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import type { OperationsWith, PhoneSwitch } from '../switch/phone-switch.ts';
import {
  checkCallOptions,
  checkCallReference,
  checkMakeCallRequest,
  checkTransferCallRequest,
  isCorrelationId,
  parseAgentExtension,
  parseReference,
} from '../switch/request-schemas.ts';
import type { CallOptions, MakeCallRequest, TransferCallRequest } from '../switch/requests.ts';
import { OperationBound } from './bound-operation.ts';
import { copyDial, copyReference, copyTransfer } from './copy-request.ts';
import type { DialGuard } from './dial-guard.ts';
import { type FullOptions, fillInOptions } from './operation-options.ts';
import { checkResult, type OperationWatch } from './operation-watch.ts';
import { WorkUnderWay } from './work-under-way.ts';

/** What stands around a vendor's switch. */
export interface GuardServices extends Pick<SwitchServices, 'brandId' | 'clock' | 'logger' | 'parseRecordingUrl'> {
  readonly capabilities: ReadonlySet<Capability>;
  readonly watch: OperationWatch;
  readonly dialGuard: DialGuard;
}

/** What an operation does once it may: with its options, and within its bound. */
type GuardedWork<T> = (full: FullOptions, bound: OperationBound) => Promise<T>;

/** One operation, from what the caller passed to what the vendor answered. */
interface GuardedExchange<A, T> {
  /** What is asked for, as it is now: copied and checked. */
  readonly read: () => A;
  readonly ask: (asked: A, full: FullOptions) => Promise<T>;
  /** Sees the result once it is known to be one of the interface: nothing goes by what is not. */
  readonly follow?: (result: T, asked: A) => void;
}

function newKey({ correlationId: given }: CallOptions, correlationId: string): string {
  return given === undefined ? correlationId : randomUUID();
}

/** How long closing waits for operations under way, in milliseconds. */
const DRAIN_MS = 10_000;
/** How long closing may take in all, in milliseconds: the vendor has what is left of it. */
const CLOSE_MS = 15_000;

/**
 * The same interface around a vendor's switch: arguments checked, capabilities enforced, every operation bounded
 * and observed, dials guarded, results held against the interface, errors told in one way.
 */
export class GuardedSwitch implements PhoneSwitch<Capability> {
  readonly #vendor: OperationsWith<Capability>;
  readonly #services: GuardServices;
  readonly #underWay: WorkUnderWay;
  #closed: Promise<void> | undefined;
  /** The vendor's switch is closed, or closing: nothing is sent through it any more. */
  #released = false;

  /** `vendor` must have the methods of every capability in `services`: `openSwitch` has made sure. */
  constructor(vendor: OperationsWith<Capability>, services: GuardServices) {
    this.#vendor = vendor;
    this.#services = services;
    this.#underWay = new WorkUnderWay(services.clock);
  }

  get capabilities(): ReadonlySet<Capability> {
    return this.#services.capabilities;
  }

  /** Whether it was closed, by the host or by whoever it was handed to. */
  get closed(): boolean {
    return this.#closed !== undefined;
  }

  connect(options?: CallOptions): Promise<ConnectResult> {
    return this.#run('connect', options, { read: () => undefined, ask: (_nothing, full) => this.#vendor.connect(full) });
  }

  makeCall(request: MakeCallRequest, options?: CallOptions): Promise<MakeCallResult> {
    const { brandId, dialGuard } = this.#services;
    return this.#perform('makeCall', options, async (full, bound) => {
      const asked = checkMakeCallRequest(copyDial(request));
      const { agentExtension, destination } = asked;
      // Bounded inside the guard: a driver that hangs must not hold back later dials for ever.
      const place = (): Promise<MakeCallResult> =>
        bound.run(
          () => this.#place(asked, full),
          (result) => checkResult('makeCall', result),
        );
      const key = { brandId, agentExtension, destination };
      // And outside it: the guard itself may wait for a store that other nodes share.
      const result = await bound.run(() => dialGuard.dial(key, place, full));
      if (result.replayed === true) this.#tellReplayed(asked);
      return result;
    });
  }

  hangupCall(call: CallReference, options?: CallOptions): Promise<HangupResult> {
    const { brandId, dialGuard } = this.#services;
    return this.#run('hangupCall', options, {
      read: () => checkCallReference(copyReference(call)),
      ask: (asked, full) => this.#vendor.hangupCall(asked, full),
      follow: (_result, { callId }) => dialGuard.release(brandId, callId),
    });
  }

  transferCall(request: TransferCallRequest, options?: CallOptions): Promise<TransferResult> {
    return this.#run('transferCall', options, {
      read: () => checkTransferCallRequest(copyTransfer(request)),
      ask: (asked, full) => {
        if (asked.kind === 'attended') this.#require('transfer.attended');
        return this.#vendor.transferCall(asked, full);
      },
    });
  }

  getCallRecordingUrl(call: CallReference, options?: CallOptions): Promise<RecordingResult> {
    return this.#run('getCallRecordingUrl', options, {
      read: () => checkCallReference(copyReference(call)),
      ask: (asked, full) => this.#vendor.getCallRecordingUrl(asked, full),
      follow: (result) => {
        // Whatever the driver has checked: nothing that a browser would run, or that carries credentials, gets out.
        if (result.status === 'available') this.#services.parseRecordingUrl(result.url.href);
      },
    });
  }

  getAgentStatus(agent: AgentExtension, options?: CallOptions): Promise<AgentStatus> {
    return this.#run('getAgentStatus', options, {
      read: () => {
        this.#require('agent.status');
        return parseAgentExtension(agent);
      },
      ask: (extension, full) => this.#vendor.getAgentStatus(extension, full),
    });
  }

  findCall(reference: string, options?: CallOptions): Promise<CallReference | undefined> {
    const { brandId, dialGuard } = this.#services;
    return this.#run('findCall', options, {
      read: () => {
        this.#require('call.status');
        return parseReference(reference);
      },
      ask: (asked, full) => this.#vendor.findCall(asked, full),
      follow: (call, asked) => {
        if (call !== undefined) dialGuard.identify(brandId, asked, call.callId);
      },
    });
  }

  /**
   * Refuses new operations, lets those under way finish, then closes the vendor's switch.
   *
   * @throws SwitchError `TIMED_OUT` when that is not done in time, and whatever the vendor's switch throws.
   */
  close(): Promise<void> {
    const { clock, brandId: brand } = this.#services;
    const tooLate = new SwitchError('TIMED_OUT', {}, { message: 'A switch did not close in time.', brand });
    this.#closed ??= settleWithin(clock, CLOSE_MS, this.#drainAndClose(), tooLate);
    return this.#closed;
  }

  async #drainAndClose(): Promise<void> {
    await this.#underWay.drained(DRAIN_MS);
    this.#released = true;
    await this.#vendor.close();
  }

  // It may have waited for an identical dial, or for a store, until long after the switch was closed.
  #place(asked: MakeCallRequest, full: FullOptions): Promise<MakeCallResult> {
    if (this.#released) throw new SwitchError('CLOSED', {});
    return this.#vendor.makeCall(asked, full);
  }

  #run<A, T>(operation: Operation, options: CallOptions | undefined, { read, ask, follow }: GuardedExchange<A, T>): Promise<T> {
    return this.#perform(operation, options, (full, bound) => {
      const asked = read();
      return bound.run(
        () => ask(asked, full),
        (result) => {
          const checked = checkResult(operation, result);
          follow?.(checked, asked);
          return checked;
        },
      );
    });
  }

  async #perform<T>(operation: Operation, given: CallOptions | undefined, work: GuardedWork<T>): Promise<T> {
    // A caller in JavaScript may pass null.
    const options = given ?? {};
    const { correlationId: asked } = options;
    const correlationId = asked !== undefined && isCorrelationId(asked) ? asked : randomUUID();
    const watched = this.#services.watch.begin(operation, correlationId);
    this.#underWay.begin();
    try {
      const result = await watched.run(() => this.#start(operation, options, correlationId, work));
      watched.succeed(result);
      return result;
    } catch (thrown) {
      throw watched.fail(thrown);
    } finally {
      this.#underWay.end();
    }
  }

  #start<T>(operation: Operation, options: CallOptions, correlationId: string, work: GuardedWork<T>): Promise<T> {
    if (this.#closed !== undefined) throw new SwitchError('CLOSED', {});
    const full = this.#fillIn(operation, checkCallOptions(options), correlationId);
    if (full.signal?.aborted === true) {
      throw new SwitchError('ABORTED', {}, { effect: 'none', message: 'Given up before anything was sent.' });
    }
    const { clock } = this.#services;
    return work(full, new OperationBound({ clock, deadlineMs: full.deadlineMs, signal: full.signal }));
  }

  #fillIn(operation: Operation, options: CallOptions, correlationId: string): FullOptions {
    const { idempotent, deadlineMs } = OPERATIONS[operation];
    return fillInOptions(options, {
      correlationId,
      // One per intent; whoever repeats an intent brings its key.
      // Whoever gave no correlation id has a new one for this operation alone: it serves for both.
      idempotencyKey: idempotent ? undefined : (options.idempotencyKey ?? newKey(options, correlationId)),
      deadline: new Deadline(this.#services.clock, options.deadlineMs ?? deadlineMs),
    });
  }

  #require(capability: Capability): void {
    if (this.#services.capabilities.has(capability)) return;
    throw new SwitchError(
      'CAPABILITY_MISSING',
      { capability },
      {
        message: `This switch does not have the capability ${capability}.`,
      },
    );
  }

  #tellReplayed({ agentExtension, destination }: MakeCallRequest): void {
    const { brandId, logger } = this.#services;
    const joined = { brand: brandId, agentExtension, destination: maskNumber(destination) };
    logger.warn(joined, 'dial answered by an earlier identical one: nothing rang again');
    publishDiagnostic('phone-switch.dial-joined', () => joined);
  }
}
