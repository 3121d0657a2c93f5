import type { Effect, SwitchErrorCode, SwitchErrorDetails } from './error-details.ts';
import { describeCode } from './describe-code.ts';
import { ERROR_POLICY } from './error-policy.ts';
import { toVisibleText } from './visible-text.ts';

// Not `instanceof`: a plugin may bring a second copy of this package, and both must agree.
const MARKER = Symbol.for('@elasticfunnels/switch-core/SwitchError');

/** Where a failure happened; the host fills it in. */
export interface SwitchErrorContext {
  readonly operation?: string | undefined;
  readonly plugin?: string | undefined;
  readonly brand?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** What a place that raises an error may know better than the policy table. */
export interface SwitchErrorOptions extends SwitchErrorContext {
  readonly cause?: unknown;
  readonly effect?: Effect;
  readonly retryable?: boolean;
  readonly message?: string;
  readonly hint?: string;
  /** The vendor's own words, redacted already. */
  readonly vendorMessage?: string | undefined;
}

/**
 * The one error that every operation of every switch throws.
 *
 * It carries no request or response bodies, no headers, no secrets and no unmasked phone numbers.
 *
 * @example
 * try { await phone.makeCall(request) } catch (error) {
 *   if (SwitchError.has(error, 'OUTCOME_UNKNOWN')) askTheAgent(error.details.reason);
 * }
 */
export class SwitchError<Code extends SwitchErrorCode = SwitchErrorCode> extends Error {
  override readonly name: string = 'SwitchError';
  readonly code: Code;
  readonly details: SwitchErrorDetails[Code];
  readonly effect: Effect;
  readonly retryable: boolean;
  readonly hint: string;
  readonly vendorMessage: string | undefined;
  readonly operation: string | undefined;
  readonly plugin: string | undefined;
  readonly brand: string | undefined;
  readonly correlationId: string | undefined;

  constructor(code: Code, details: SwitchErrorDetails[Code], options: SwitchErrorOptions = {}) {
    const policy = ERROR_POLICY[code];
    super(
      toVisibleText(options.message ?? describeCode(code, details)),
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.code = code;
    this.details = details;
    this.effect = options.effect ?? policy.effect;
    this.retryable = options.retryable ?? policy.retryable;
    // An empty one helps nobody.
    this.hint = options.hint || policy.hint;
    this.vendorMessage = options.vendorMessage === undefined ? undefined : toVisibleText(options.vendorMessage);
    this.operation = options.operation;
    this.plugin = options.plugin;
    this.brand = options.brand;
    this.correlationId = options.correlationId;
  }

  /**
   * Whether a caught value is a `SwitchError`, of this copy of the package or of another. In a `switch` over its `code`, its
   * `details` are those of the code.
   */
  static is(value: unknown): value is AnySwitchError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }

  /** Whether a caught value is a `SwitchError` of this code; its `details` are typed by it. */
  static has<Code extends SwitchErrorCode>(value: unknown, code: Code): value is SwitchError<Code> {
    return SwitchError.is(value) && value.code === code;
  }

  /** The same error, told with what another place knows better; an error of another copy becomes one of this. */
  static retold(error: SwitchError, better: SwitchErrorOptions): SwitchError {
    const told = new SwitchError(error.code, error.details, {
      cause: error.cause,
      effect: error.effect,
      retryable: error.retryable,
      message: error.message,
      hint: error.hint,
      vendorMessage: error.vendorMessage,
      operation: error.operation,
      plugin: error.plugin,
      brand: error.brand,
      correlationId: error.correlationId,
      ...better,
    });
    if (error.stack !== undefined) told.stack = error.stack;
    return told;
  }

  /** For logs and JSON output: without stack, cause or secrets. */
  toJSON(): Record<string, unknown> {
    const { code, message, effect, retryable, hint, vendorMessage, operation, plugin, brand, correlationId, details } = this;
    const all = { code, message, effect, retryable, hint, vendorMessage, operation, plugin, brand, correlationId, details };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }
}

/** An error of any code, whose `details` are known once its `code` is. */
export type AnySwitchError = { readonly [Code in SwitchErrorCode]: SwitchError<Code> }[SwitchErrorCode];

Object.defineProperty(SwitchError.prototype, MARKER, { value: true });
