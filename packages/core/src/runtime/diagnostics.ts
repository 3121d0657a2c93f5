import { type Channel, channel } from 'node:diagnostics_channel';

/** What `diagnostics_channel` subscribers of each channel get. Numbers are masked, secrets absent. */
export interface DiagnosticEvents {
  /** An operation has ended. */
  'phone-switch.operation': {
    readonly operation: string;
    readonly brand: string;
    readonly plugin: string;
    readonly correlationId: string;
    readonly outcome: string;
    readonly failed: boolean;
    readonly durationMs: number;
  };
  /** A request failed in a way that is safe to repeat, and will be repeated. */
  'phone-switch.retry': {
    readonly operation: string;
    readonly attempt: number;
    readonly code: string;
    readonly delayMs: number;
  };
  /** A dial joined an identical one instead of ringing again. */
  'phone-switch.dial-joined': { readonly brand: string; readonly agentExtension: string; readonly destination: string };
  /** An origin gave no answer so often that requests to it are refused until `retryAt`; or it answers again. */
  'phone-switch.origin': {
    readonly origin: string;
    readonly state: 'open' | 'closed';
    /** How the last request failed, where it is open. */
    readonly reason?: string;
    readonly retryAt?: Date;
  };
  /** A request was refused without a try, for the sake of its origin. */
  'phone-switch.request-refused': { readonly origin: string; readonly reason: 'breaker_open' | 'over_limit' };
}

// Held here: looking a channel up by its name costs more than asking whether anybody listens.
const CHANNELS: Readonly<Record<keyof DiagnosticEvents, Channel>> = {
  'phone-switch.operation': channel('phone-switch.operation'),
  'phone-switch.retry': channel('phone-switch.retry'),
  'phone-switch.dial-joined': channel('phone-switch.dial-joined'),
  'phone-switch.origin': channel('phone-switch.origin'),
  'phone-switch.request-refused': channel('phone-switch.request-refused'),
};

/** Publishes an event to whoever subscribed to its channel; the event is built only if somebody did. */
export function publishDiagnostic<Name extends keyof DiagnosticEvents>(name: Name, build: () => DiagnosticEvents[Name]): void {
  const target = CHANNELS[name];
  if (target.hasSubscribers) target.publish(build());
}
