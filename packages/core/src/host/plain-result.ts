import type { Operation } from '../switch/operation.ts';

const REFERENCE: readonly string[] = ['callId', 'agentExtension', 'aliases'];

/** What the interface has a result say; `call` is a reference. */
const FIELDS: Readonly<Record<Operation, readonly string[]>> = {
  connect: ['status', 'latencyMs', 'reason'],
  makeCall: ['status', 'call', 'reference', 'replayed'],
  hangupCall: ['status', 'wrapUpRequired'],
  transferCall: ['status'],
  getCallRecordingUrl: ['status', 'url', 'expiresAt', 'contentType', 'durationSeconds', 'retryAfterSeconds', 'reason'],
  getAgentStatus: ['state', 'call'],
  findCall: REFERENCE,
};

/**
 * The same result, as an object that keeps its fields when it is spread or written as JSON: a driver may answer with an
 * instance of a class whose fields are getters. Most are plain, and come back as they are.
 */
export function toPlainResult<T>(operation: Operation, result: T): T {
  if (!isFields(result)) return result;
  const plain = toPlain(result, FIELDS[operation]);
  const call: unknown = plain['call'];
  if (!isFields(call)) return plain as T;
  const plainCall = toPlain(call, REFERENCE);
  return (plainCall === call ? plain : { ...plain, call: plainCall }) as T;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toPlain(fields: Fields, names: readonly string[]): Fields {
  const prototype: unknown = Object.getPrototypeOf(fields);
  if (prototype === Object.prototype || prototype === null) return fields;
  const plain: Record<string, unknown> = { ...fields };
  for (const name of names) {
    if (Object.hasOwn(plain, name)) continue;
    const value = fields[name];
    if (value !== undefined) plain[name] = value;
  }
  return plain;
}
