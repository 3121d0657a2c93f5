import { DNS_FAULTS, FAULTS } from '@elasticfunnels/switch-core/testing/faults';
import {
  ABORT_POINTS,
  DEADLINES,
  endsInSilence,
  MATRIX_OPERATIONS,
  type MatrixCase,
  RETRIES,
  serverFaultOf,
} from './matrix-case.ts';
import { seededRandom, shuffled } from './seeded-random.ts';

/** Which of all cases to play. */
export interface CaseChoice {
  readonly seed: number;
  /** How many; all that there are when there are fewer. */
  readonly count: number;
  /** Only those whose name has this in it. */
  readonly filter?: string | undefined;
}

const keys = <Key extends string>(of: Readonly<Record<Key, unknown>>): readonly Key[] => Object.keys(of) as Key[];

/** The whole table: every fault, operation, retry setting, moment of giving up and deadline that make sense together. */
export function listAllCases(): readonly MatrixCase[] {
  return [...FAULTS, ...DNS_FAULTS].flatMap((fault) =>
    MATRIX_OPERATIONS.flatMap((operation) =>
      keys(RETRIES).flatMap((retry) =>
        ABORT_POINTS.flatMap((abort) =>
          keys(DEADLINES).flatMap((deadline) =>
            [false, true].flatMap((heals) => {
              const name = [fault.name, operation, `retry:${retry}`, `abort:${abort}`, `deadline:${deadline}`];
              const one = { fault, operation, retry, abort, deadline, heals };
              return makesSense(one) ? [{ ...one, name: [...name, ...(heals ? ['heals'] : [])].join('/') }] : [];
            }),
          ),
        ),
      ),
    ),
  );
}

function makesSense(one: Omit<MatrixCase, 'name'>): boolean {
  const { fault, retry, abort, deadline, heals } = one;
  // Nothing is sent, so nothing else can make a difference.
  if (abort === 'before') return retry === 'default' && deadline === 'default' && !heals;
  // There is nothing after a deadline of half a minute that a test could wait for.
  if (deadline === 'default' && (abort === 'late' || (abort === 'never' && endsInSilence(fault)))) return false;
  return !heals || canHeal(one);
}

/** Whether the server can strike once and serve well after that: what it does to the connection is the same each time. */
function canHeal({ fault, deadline }: Omit<MatrixCase, 'name'>): boolean {
  const server = serverFaultOf({ fault } as MatrixCase);
  if (server === undefined || server.stage !== 'answered' || server.behaviour.after !== 'keep') return false;
  return server.name !== 'none' && server.behaviour.tls === undefined && (deadline === 'roomy' || deadline === 'default');
}

/**
 * Those to play: first one of each fault and operation that is left to itself, so that every fault comes to its own end;
 * then of what is left, all as the seed has it. The same choice gives the same cases in the same order.
 */
export function chooseCases(
  { seed, count, filter = '' }: CaseChoice,
  all: readonly MatrixCase[] = listAllCases(),
): readonly MatrixCase[] {
  const order = shuffled(
    all.filter(({ name }) => name.includes(filter)),
    seededRandom(seed),
  );
  const cells = new Set<string>();
  const isFirst = (one: MatrixCase): boolean => {
    const cell = `${one.fault.name}/${one.operation}`;
    if (!isUndisturbed(one) || cells.has(cell)) return false;
    cells.add(cell);
    return true;
  };
  const first = new Set(order.filter(isFirst));
  return [...first, ...order.filter((one) => !first.has(one))].slice(0, count);
}

/** Whether nobody gives up, and the time suffices for the fault to come to its own end. */
function isUndisturbed({ fault, abort, deadline, heals }: MatrixCase): boolean {
  return abort === 'never' && !heals && deadline === (endsInSilence(fault) ? 'roomy' : 'default');
}
