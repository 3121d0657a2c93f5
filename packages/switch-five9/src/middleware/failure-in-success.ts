import type { JsonBody } from '@elasticfunnels/switch-core';

/** JSend's words and their like. */
const FAILED: ReadonlySet<string> = new Set(['error', 'fail', 'failed', 'failure']);

/**
 * The field by which the body of a 2xx says that the command failed; undefined where none does. A service that writes
 * `success` has decided, whatever else it says.
 */
export function findFailureInSuccess(body: JsonBody): 'error' | 'errors' | 'status' | undefined {
  if (body.kind !== 'object' || body.value['success'] != null) return undefined;
  const { error, errors, status } = body.value;
  if (saysSomething(error)) return 'error';
  if (saysSomething(errors)) return 'errors';
  if (typeof status === 'string') return FAILED.has(status.trim().toLowerCase()) ? 'status' : undefined;
  return typeof status === 'number' && status >= 400 && isProblem(body.value) ? 'status' : undefined;
}

function saysSomething(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value === true;
}

/** @see https://www.rfc-editor.org/rfc/rfc9457#name-members-of-a-problem-detail */
function isProblem({ type, title, detail }: Readonly<Record<string, unknown>>): boolean {
  return [type, title, detail].some((member) => typeof member === 'string');
}
