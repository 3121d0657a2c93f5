import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import * as z from 'zod';

const SHOWN = '[secret]';
const MARKER = Symbol.for('@elasticfunnels/switch-core/Secret');
// New in each process, so that a fingerprint tells nothing outside it.
const FINGERPRINT_KEY = randomBytes(32);

/** A value that must not be seen: it prints as `[secret]` wherever it is shown. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** Whether a value is a `Secret`, of this copy of the package or of another. */
  static is(value: unknown): value is Secret {
    return typeof value === 'object' && value !== null && MARKER in value;
  }

  /** The value itself. Lint allows this only where requests are authorised and deliveries verified. */
  reveal(): string {
    return this.#value;
  }

  /** Equal for equal values within this process, and of no use outside it. */
  fingerprint(): string {
    return createHmac('sha256', FINGERPRINT_KEY).update(this.#value).digest('base64url');
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }
}

Object.defineProperties(Secret.prototype, {
  [MARKER]: { value: true },
  [inspect.custom]: { value: () => SHOWN },
});

/** A schema for a text that becomes a `Secret`; the settings form shows it as a password field. */
export function secretText(text: z.ZodType<string, string> = z.string().min(1)): z.ZodType<Secret, string> {
  return text.transform((value) => new Secret(value));
}
