import { type HttpAnswer, readJsonBody } from '@elasticfunnels/switch-core';
import { printable } from './printable.ts';

/** Who answered a delivery, by the body: any web server has the status. */
export type Answerer =
  /** A receiver of this framework, which says what it did. */
  | { readonly kind: 'ours'; readonly status: 'published' | 'duplicate' }
  /** A web page: an app that takes every path, a login, a proxy. */
  | { readonly kind: 'page' }
  /** Something that says in the body that it failed, whatever the status says. */
  | { readonly kind: 'failed'; readonly answered: string }
  /** A receiver of somebody else's, perhaps. */
  | { readonly kind: 'other'; readonly answered: string };

/** How much of a body is quoted, in characters. */
const QUOTED = 80;
const FAILED_STATUS = /^(error|fail(ed|ure)?|rejected|denied)$/i;

/** Recognises who answered. */
export function recogniseAnswer(answer: HttpAnswer): Answerer {
  const body = readJsonBody(answer);
  if (body.kind === 'empty') return { kind: 'other', answered: 'nothing' };
  if (body.kind === 'other' && body.found === 'an HTML page') return { kind: 'page' };
  const answered = printable(answer.body.trim(), QUOTED);
  if (body.kind === 'other') return { kind: 'other', answered };
  const { status } = body.value;
  if (status === 'published' || status === 'duplicate') return { kind: 'ours', status };
  return { kind: saysFailed(body.value) ? 'failed' : 'other', answered };
}

function saysFailed({ success, ok, error, status }: Readonly<Record<string, unknown>>): boolean {
  if (success === false || ok === false) return true;
  if (typeof status === 'string' && FAILED_STATUS.test(status)) return true;
  return error !== undefined && error !== null && error !== false && error !== '';
}
