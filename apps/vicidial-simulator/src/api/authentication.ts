import type { DiallerTime } from '../clock/dialler-time.ts';

/** The API user of a simulator. */
export interface ApiUser {
  readonly user: string;
  readonly pass: string;
  /** The functions that the user may call; all by default (ALL_FUNCTIONS). */
  readonly allowedFunctions?: readonly string[];
  /** `vdc_agent_api_access`; true by default. */
  readonly agentApiAccess?: boolean;
  /** `view_reports`, which every look-up needs; true by default. */
  readonly viewReports?: boolean;
}

/** The outcome of a check, in ViciDial's words. */
export type AuthenticationOutcome = 'GOOD' | 'BAD' | 'LOCK';

const lockAfterFailures = 10;
const lockSeconds = 900;

/** Checks credentials as `user_authorization` does, with its lock-out: 10 failures, 15 minutes since the last login. */
export class Authentication {
  readonly #user: ApiUser;
  readonly #time: DiallerTime;
  #failures = 0;
  #lastLogin: number;

  constructor(user: ApiUser, time: DiallerTime) {
    this.#user = user;
    this.#time = time;
    this.#lastLogin = time.epochSeconds();
  }

  /** A good look at the Non-Agent API (`remember`) resets the count of failures; one at the Agent API does not. */
  check(user: string, pass: string, remember: boolean): AuthenticationOutcome {
    const now = this.#time.epochSeconds();
    const locked = this.#failures >= lockAfterFailures && this.#lastLogin >= now - lockSeconds;
    const known = user === this.#user.user;
    if (known && pass === this.#user.pass && !locked) {
      if (remember) {
        this.#failures = 0;
        this.#lastLogin = now;
      }
      return 'GOOD';
    }
    return known ? this.#fail(locked, now) : 'BAD';
  }

  #fail(locked: boolean, now: number): AuthenticationOutcome {
    if (locked) return 'LOCK';
    if (this.#failures >= lockAfterFailures) {
      this.#failures = 1;
      this.#lastLogin = now;
    } else {
      this.#failures += 1;
    }
    return 'BAD';
  }
}

/** Whether a user may call a function. */
export function mayCall({ allowedFunctions }: ApiUser, name: string): boolean {
  return allowedFunctions === undefined || allowedFunctions.includes(name);
}
