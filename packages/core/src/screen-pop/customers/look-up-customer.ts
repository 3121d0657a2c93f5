import { z } from 'zod';
import type { BrandId } from '../../call/ids.ts';
import { maskNumber, maskNumbersIn } from '../../call/mask-number.ts';
import type { PhoneNumber } from '../../call/phone-number.ts';
import { SwitchError } from '../../errors/switch-error.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Interruption, onInterruption, type WaitBounds } from '../../runtime/interruption.ts';
import { type Logger, silentLogger } from '../../runtime/logger.ts';
import type { Customer, CustomerDirectory, CustomerMatch, CustomerQuery } from './customer-directory.ts';
import { listCustomerQueries } from './customer-queries.ts';

/** How long the directory may take for all tiers together, in milliseconds: an agent's phone rings meanwhile. */
export const LOOK_UP_DEADLINE_MS = 1_500;

/** More candidates help no agent, and each goes to the screen. */
const MOST_CANDIDATES = 20;

/** Whom to look for, where, and for how long. */
export interface CustomerLookUp {
  readonly directory: CustomerDirectory;
  readonly brandId: BrandId;
  readonly number: PhoneNumber;
  readonly clock: Clock;
  /** For all tiers together, in milliseconds; 1,500 when absent. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Who has this number, by the surest tier that finds anybody; the directory is not asked about what is no subscriber's
 * number. Never throws: a directory that fails, answers anything but customers, or is not done by the deadline is
 * `unavailable`, and its signal is aborted.
 */
export async function lookUpCustomer(lookUp: CustomerLookUp): Promise<CustomerMatch> {
  const { number, clock, signal, brandId, logger = silentLogger, deadlineMs = LOOK_UP_DEADLINE_MS } = lookUp;
  if (number.kind === 'anonymous') return { status: 'none', reason: 'anonymous' };
  const queries = listCustomerQueries(number);
  if (queries.length === 0) return { status: 'none', reason: 'not_a_number' };
  const patience = new Patience();
  return new Promise((resolve) => {
    const unavailable = (reason: string, fields: Readonly<Record<string, unknown>>): void => {
      resolve({ status: 'unavailable' });
      logger.warn(
        { brand: brandId, reason, ...fields },
        'the customer directory did not answer: a call is shown without its customer',
      );
    };
    askInTurn(lookUp, queries, patience).then(
      (match) => {
        patience.end();
        resolve(match);
      },
      (error: unknown) => {
        // What it says once it was given up was said already.
        if (patience.isOver) return;
        patience.end();
        unavailable('failed', { error: describe(error) });
      },
    );
    void patience.begin({ clock, ms: deadlineMs, signal }, (reason) => {
      unavailable(reason, reason === 'timed_out' ? { deadlineMs } : {});
    });
  });
}

const SETTLED = Promise.resolve();
/** In turns of the microtask queue: as long as it takes a directory within the process to be asked all tiers. */
const SHORT_TURNS = 6;

/** How long a directory is waited for. What it answers from memory costs neither a timer nor a signal. */
class Patience {
  #abort: AbortController | undefined;
  #isOver = false;
  #hasEnded = false;
  #stop: (() => void) | undefined;

  /** It was given up. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Made for a directory that asks for it: one costs more than a look-up in memory. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#isOver) this.#abort.abort();
    return this.#abort.signal;
  }

  async begin(bounds: WaitBounds, onOver: (why: Interruption) => void): Promise<void> {
    // A caller that has given up already is not kept waiting for an answer.
    const turns = bounds.signal?.aborted === true ? 0 : SHORT_TURNS;
    for (let turn = 0; turn < turns && !this.#hasEnded; turn += 1) await SETTLED;
    if (this.#hasEnded) return;
    this.#stop = onInterruption(bounds, (why) => {
      this.#isOver = true;
      this.#abort?.abort();
      onOver(why);
    });
  }

  end(): void {
    this.#hasEnded = true;
    this.#stop?.();
  }
}

async function askInTurn(lookUp: CustomerLookUp, queries: readonly CustomerQuery[], patience: Patience): Promise<CustomerMatch> {
  const options = {
    get signal() {
      return patience.signal;
    },
  };
  for (const query of queries) {
    if (patience.isOver) break;
    const customers = readCustomers(await lookUp.directory.find(lookUp.brandId, query, options));
    const [customer, ...others] = customers;
    if (customer === undefined) continue;
    if (others.length === 0) return { status: 'found', confidence: query.tier, customer };
    return { status: 'ambiguous', confidence: query.tier, candidates: customers.slice(0, MOST_CANDIDATES) };
  }
  return { status: 'none', reason: 'no_customer' };
}

// Only what is declared goes on to the agent's screen: a directory may answer with its rows as they are.
const CUSTOMERS = z.array(
  z.object({
    id: z.string().min(1),
    displayName: z.string().nullish(),
    attributes: z.record(z.string(), z.string()).nullish(),
  }),
);

const NOBODY: readonly Customer[] = [];

/** Each customer once, in the directory's order. */
function readCustomers(answer: unknown): readonly Customer[] {
  if (Array.isArray(answer) && answer.length === 0) return NOBODY;
  const parsed = CUSTOMERS.safeParse(answer);
  if (!parsed.success) throw new NotCustomers(parsed.error);
  const byId = new Map<string, Customer>();
  for (const { id, displayName, attributes } of parsed.data) {
    if (byId.has(id)) continue;
    byId.set(id, { id, ...(displayName == null ? {} : { displayName }), ...(attributes == null ? {} : { attributes }) });
  }
  return [...byId.values()];
}

/** The directory's answer is not what the port promises; says where, never what was there. */
class NotCustomers extends Error {
  override readonly name: string = 'NotCustomers';

  constructor(error: z.ZodError) {
    const { path = [], message = '' } = error.issues[0] ?? {};
    super(`find() must give customers: ${path.map(String).join('.') || 'the answer'}: ${message}`);
  }
}

// The platform's own error: its message helps whoever runs the directory, as long as it shows no number.
function describe(error: unknown): unknown {
  if (SwitchError.is(error)) return error.toJSON();
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `a thrown ${typeof error}`;
  return maskNumbersIn(text.slice(0, 300)).replace(/\d{7,}/g, (digits) => maskNumber(digits));
}
