import {
  type HttpAnswer,
  nameJsonType,
  type NoRecordingReason,
  readRetryAfter,
  type RecordingResult,
  type SwitchError,
  type SwitchErrorCode,
  type SwitchServices,
} from '@elasticfunnels/switch-core';
import { brokenContract } from './broken-contract.ts';
import { findOverlooked } from './overlooked-fields.ts';
import type { RecordingAnswer } from './wire-schemas.ts';

/** What reading a recording answer needs to know. */
export interface RecordingReading {
  readonly fields: readonly string[];
  /** Told the names of an answer's fields when none of those that are looked for is among them. */
  readonly onOverlooked: (names: readonly string[]) => void;
  readonly services: Pick<SwitchServices, 'parseRecordingUrl' | 'clock'>;
}

/**
 * A recording answer as a result. Without a URL it is `pending`, never a success: null, absent and empty are the same.
 *
 * @throws SwitchError `CONTRACT_VIOLATED` for a URL that is no text, not absolute, or of a scheme that is not allowed.
 */
export function readRecording(
  body: RecordingAnswer,
  answer: HttpAnswer,
  { fields, onOverlooked, services }: RecordingReading,
): RecordingResult {
  const text = answer.status === 202 ? undefined : findUrlText(body, answer, fields);
  if (text === undefined) {
    const overlooked = answer.status === 202 ? [] : findOverlooked(body, fields);
    if (overlooked.length > 0) onOverlooked(overlooked);
    const retryAfterSeconds = readRetryAfter(answer, services.clock.now());
    return { status: 'pending', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  }
  const { content_type: contentType, duration_seconds: durationSeconds, expires_at: expires } = body;
  const expiresAt = new Date(expires ?? Number.NaN);
  return {
    status: 'available',
    url: services.parseRecordingUrl(text),
    ...(Number.isNaN(expiresAt.getTime()) ? {} : { expiresAt }),
    ...(typeof contentType === 'string' ? { contentType } : {}),
    ...(typeof durationSeconds === 'number' ? { durationSeconds } : {}),
  };
}

/** The first of the brand's fields that is filled in; a dot reaches inside. */
function findUrlText(body: object, answer: HttpAnswer, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const value = field.split('.').reduce<unknown>(memberOf, body);
    if (value === undefined || value === null || value === '') continue;
    if (typeof value === 'string') return value;
    const found = `${field} is ${nameJsonType(value)} instead of a text`;
    throw brokenContract({ operation: 'getCallRecordingUrl', answer, reason: 'unexpected_shape', found });
  }
  return undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

const NO_RECORDING_CODES: ReadonlyMap<string | undefined, NoRecordingReason> = new Map([
  ['not_recorded', 'not_recorded'],
  ['expired', 'expired'],
  ['purged', 'expired'],
  ['recording_expired', 'expired'],
  ['recording_purged', 'expired'],
  ['recording_not_found', 'unknown'],
]);

/** Refusals that may be about a recording. Rejected credentials, limits and failures are not, whatever their code says. */
const ABOUT_RECORDING: readonly SwitchErrorCode[] = ['REJECTED', 'CALL_NOT_FOUND', 'CALL_ENDED'];

/**
 * A refusal that says there is no recording and none will come. 410 says that there was one, unless its code says that
 * it means the call.
 */
export function findNoRecording(error: SwitchError, wireCode: string | undefined): RecordingResult | undefined {
  if (!ABOUT_RECORDING.includes(error.code)) return undefined;
  const reason = NO_RECORDING_CODES.get(wireCode);
  if (reason !== undefined) return { status: 'none', reason };
  return error.code === 'CALL_ENDED' && wireCode !== 'call_ended' ? { status: 'none', reason: 'expired' } : undefined;
}
