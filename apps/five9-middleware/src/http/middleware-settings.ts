import { isIPv4 } from 'node:net';
import type { Logger } from 'pino';
import type { Clock } from '../clock/clock.ts';
import { defaultPaths, methodOf, type OperationName, operationNames } from '../contract/operation.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { Five9Port } from '../five9/five9-port.ts';
import type { ScreenPopSettings } from '../screen-pop/screen-pop-sender.ts';
import type { Five9Simulator } from '../simulator/five9-simulator.ts';

/** How callers prove who they are; `none` only on a loopback host. */
export type AuthenticationSettings =
  | { readonly kind: 'bearer'; readonly apiKey: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'none' };

/** How the links to recordings are signed. */
export interface RecordingLinkSettings {
  /** Shared by all instances that serve the same links; by default random, so that links die with the process. */
  readonly secret?: string;
  /** Seconds; 900 by default. */
  readonly lifetimeSeconds?: number;
}

/** Everything that `startMiddleware` can be told. */
export interface MiddlewareSettings {
  readonly five9: Five9Port;
  readonly authentication: AuthenticationSettings;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** 0, any free port, by default. */
  readonly port?: number;
  /** Prefix of all five paths and of the recordings, such as `/api/v1`. */
  readonly basePath?: string;
  readonly paths?: Partial<Record<OperationName, string>>;
  /** The origin and prefix under which callers reach this service, when a reverse proxy stands before it. */
  readonly publicUrl?: string;
  /** The operations that the credential may use; all by default. Others are answered 403. */
  readonly permits?: readonly OperationName[];
  /** `ignored` behaves like a middleware that was written without idempotency; `honoured` by default. */
  readonly idempotencyKeys?: 'honoured' | 'ignored';
  readonly recordingLinks?: RecordingLinkSettings;
  /** Sends signed screen pops for the call events of the port. */
  readonly screenPop?: ScreenPopSettings;
  readonly faults?: FaultBoard | undefined;
  /** Mounts `/control` for faults, agents and inbound calls, for callers on this machine; takes the simulator to drive. */
  readonly control?: { readonly simulator: Five9Simulator };
  /** Silent when absent. Never sees a body, a credential or a whole number. */
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Milliseconds that Five9 may take before the caller is told 504; 20,000 by default. */
  readonly five9TimeoutMs?: number;
  /** Milliseconds that `close` waits for requests in progress; 5,000 by default. */
  readonly shutdownGraceMs?: number;
  /** Bytes; 16 KiB by default. */
  readonly bodyLimit?: number;
}

/** The settings are not usable; the message says which and why, and never repeats a secret. */
export class MiddlewareSettingsError extends Error {
  override readonly name = 'MiddlewareSettingsError';
}

/** Checks the settings as a whole; throws `MiddlewareSettingsError`. */
export function checkSettings(settings: MiddlewareSettings): void {
  checkAuthentication(settings.authentication, settings.host ?? '127.0.0.1');
  checkPaths(settings);
  const { publicUrl } = settings;
  if (publicUrl !== undefined && !(URL.canParse(publicUrl) && /^https?:/.test(publicUrl))) {
    throw new MiddlewareSettingsError('publicUrl must be an absolute http or https URL');
  }
}

/** Whether a host name or address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  return address === 'localhost' || address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}

/** The paths of all operations with the base path before them. */
export function resolvePaths(settings: MiddlewareSettings): Readonly<Record<OperationName, string>> {
  const base = normaliseBasePath(settings.basePath);
  const paths = { ...defaultPaths, ...settings.paths };
  return {
    connect: base + paths.connect,
    makeCall: base + paths.makeCall,
    hangup: base + paths.hangup,
    transfer: base + paths.transfer,
    recording: base + paths.recording,
  };
}

/** A base path without a trailing slash; empty for the root. */
export function normaliseBasePath(basePath: string | undefined): string {
  return (basePath ?? '').replace(/\/+$/, '');
}

function checkAuthentication(authentication: AuthenticationSettings, host: string): void {
  if (authentication.kind === 'none' && !isLoopback(host)) {
    throw new MiddlewareSettingsError(`authentication "none" is only possible on a loopback host, not on ${host}`);
  }
  if (authentication.kind === 'bearer' && !/^[\x21-\x7e]+$/.test(authentication.apiKey)) {
    throw new MiddlewareSettingsError('the API key must be printable ASCII without spaces, and not empty');
  }
  if (authentication.kind !== 'basic') return;
  if (authentication.username === '' || authentication.username.includes(':')) {
    throw new MiddlewareSettingsError('the username must not be empty nor contain a colon');
  }
  if (authentication.password === '') throw new MiddlewareSettingsError('the password must not be empty');
}

function checkPaths(settings: MiddlewareSettings): void {
  const { basePath = '', paths = {} } = settings;
  // Letters that routers read as patterns are left out on purpose: ":" "*" "?" "#".
  const plain = /^(\/[A-Za-z0-9._~!$&'+,;=@%-]+)*\/?$/;
  if (!plain.test(basePath)) throw new MiddlewareSettingsError('basePath must be a plain path such as /api/v1');
  for (const [name, path] of Object.entries(paths)) {
    if (!path.startsWith('/') || !plain.test(path)) {
      throw new MiddlewareSettingsError(`the path of ${name} must be a plain path that begins with "/"`);
    }
  }
  const all = resolvePaths(settings);
  const routes = operationNames.map((name) => `${methodOf(name)} ${all[name].replace(/\/+$/, '')}`);
  const twice = operationNames.find((_, index) => routes.indexOf(routes[index] ?? '') !== index);
  if (twice !== undefined) throw new MiddlewareSettingsError(`the path of ${twice} is also that of another operation`);
}
