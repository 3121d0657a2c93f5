import type { ContractOperation } from '../../catalogue/interactions.ts';
import type { WireAnswer, WireFailure } from './send-request.ts';

/** What is expected of an answer, as far as the rules ask. */
export type Expectation = 'success' | 'refusal' | 'refusal-in-body' | 'anything';

/** Why a request was sent. */
export interface ExchangeContext {
  /** The check that it belongs to; undefined for what the kit does to bring a state about or to clean up. */
  readonly checkId: string | undefined;
  readonly expects: Expectation;
}

/** A request as it was captured; the credentials are never shown. */
export interface CapturedRequest {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** One request and what came of it. */
export interface Exchange extends ExchangeContext {
  readonly operation: ContractOperation | undefined;
  readonly request: CapturedRequest;
  readonly end: WireAnswer | WireFailure;
  readonly durationMs: number;
}

/** A body as a JSON object; undefined for everything else. */
export function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
