import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { inspect } from 'node:util';
import { SwitchError, type SwitchErrorCode } from '@elasticfunnels/switch-core';
import type { SoakBrand } from './soak-brands.ts';

/** What may come of faults, aborts and deadlines. */
const EXPECTED: ReadonlySet<SwitchErrorCode> = new Set<SwitchErrorCode>([
  'UNREACHABLE',
  'TLS_FAILED',
  'FORBIDDEN',
  'AGENT_NOT_READY',
  'REJECTED',
  'RATE_LIMITED',
  'TIMED_OUT',
  'ABORTED',
  'OUTCOME_UNKNOWN',
  'UPSTREAM_FAILED',
  'CONTRACT_VIOLATED',
  'CALL_NOT_FOUND',
  'CALL_ENDED',
]);
/** What may come as well while a brand is being removed, registered or changed. */
const EXPECTED_OF_CHANGE: ReadonlySet<SwitchErrorCode> = new Set<SwitchErrorCode>(['CLOSED', 'ARGUMENT_INVALID']);
const CHANGE_MS = 5_000;
const EXAMPLES = 10;

/** How operations ended, in counters of a fixed size. */
export class OutcomeTally {
  readonly #counts = new Map<string, number>();
  readonly #unexpected: string[] = [];
  readonly #times = new Map<string, RecordableHistogram>();
  #operations = 0;
  #unexpectedCount = 0;
  #refusedByBreaker = 0;

  get operations(): number {
    return this.#operations;
  }

  get refusedByBreaker(): number {
    return this.#refusedByBreaker;
  }

  get unexpectedCount(): number {
    return this.#unexpectedCount;
  }

  /** Examples of what should not have been told. */
  get unexpected(): readonly string[] {
    return this.#unexpected;
  }

  /** By operation and outcome, such as `dial OUTCOME_UNKNOWN`. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Milliseconds by operation: the median and the slowest of a hundred, all faults included. */
  times(): Readonly<Record<string, { readonly p50: number; readonly p99: number }>> {
    const told = [...this.#times].map(([kind, times]) => [kind, { p50: times.percentile(50), p99: times.percentile(99) }]);
    return Object.fromEntries(told);
  }

  result(kind: string, status: string, elapsedMs: number): void {
    this.#count(kind, status, elapsedMs);
  }

  failure(kind: string, brand: SoakBrand, error: unknown, elapsedMs: number): void {
    const code = SwitchError.is(error) ? error.code : 'STRANGER';
    this.#count(kind, code, elapsedMs);
    if (SwitchError.has(error, 'UNREACHABLE') && error.details.retryAt !== undefined) this.#refusedByBreaker += 1;
    if (isExpected(code, brand)) return;
    this.#unexpectedCount += 1;
    if (this.#unexpected.length < EXAMPLES) this.#unexpected.push(`${kind} of ${brand.id}: ${inspect(error, { depth: 4 })}`);
  }

  #count(kind: string, outcome: string, elapsedMs: number): void {
    this.#operations += 1;
    const name = `${kind} ${outcome}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    const times = this.#times.get(kind) ?? createHistogram();
    this.#times.set(kind, times);
    times.record(Math.max(1, Math.round(elapsedMs)));
  }
}

function isExpected(code: string, { changedAtMs }: SoakBrand): boolean {
  const known = code as SwitchErrorCode;
  return EXPECTED.has(known) || (EXPECTED_OF_CHANGE.has(known) && performance.now() - changedAtMs < CHANGE_MS);
}
