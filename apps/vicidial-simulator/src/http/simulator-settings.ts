import type { ApiUser } from '../api/authentication.ts';
import { passwordPattern } from '../api/parameters.ts';
import type { DiallerOptions } from '../dialler/dialler-parts.ts';
import type { FaultBoard } from '../faults/fault-board.ts';

/** One request to an API, as a log may show it: without parameters. */
export interface ApiLogEntry {
  readonly api: 'agent' | 'non-agent';
  readonly function: string;
  readonly agentUser: string;
  /** SUCCESS, ERROR, NOTICE, VERSION, or `rows`. */
  readonly answer: string;
}

/** How to start a simulated ViciDial. */
export interface ViciDialSimulatorSettings extends ApiUser, DiallerOptions {
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** 0, any free port, by default. */
  readonly port?: number;
  readonly faults?: FaultBoard;
  /** A URL with placeholders such as `--A--phone_number--B--`, called for every call that is sent to an agent. */
  readonly startCallUrl?: string;
  readonly onRequest?: (entry: ApiLogEntry) => void;
}

/** Settings that no simulator can be started with; the message says which and why. */
export class ViciDialSettingsError extends Error {
  override readonly name = 'ViciDialSettingsError';
}

/** Throws `ViciDialSettingsError` for settings that ViciDial itself could not work with. */
export function checkSettings({ user, pass, startCallUrl, utcOffsetHours = 0 }: ViciDialSimulatorSettings): void {
  if (!/^[-_0-9a-zA-Z]{2,20}$/.test(user)) {
    throw new ViciDialSettingsError('user must be 2 to 20 letters, digits, hyphens or underscores');
  }
  // The value is a secret: the message never repeats it.
  if (!passwordPattern.test(pass)) {
    throw new ViciDialSettingsError(
      'pass must be 2 or more letters, digits, hyphens or underscores: ViciDial deletes any other character it is sent',
    );
  }
  if (startCallUrl !== undefined && !/^(VAR)?https?:\/\/./.test(startCallUrl)) {
    throw new ViciDialSettingsError('the Start Call URL must be absolute, and may begin with VAR');
  }
  if (!Number.isInteger(utcOffsetHours) || Math.abs(utcOffsetHours) > 14) {
    throw new ViciDialSettingsError('utcOffsetHours must be a whole number of hours from -14 to 14');
  }
}
