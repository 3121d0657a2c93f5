import type { Answer } from '../contract/answer.ts';

/** A complete HTTP answer. */
export interface SendAction {
  readonly kind: 'send';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

/** What is done on the connection: normally an answer is sent, a fault does something else. */
export type WireAction =
  | SendAction
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'reset-mid-body'; readonly answer: SendAction }
  | { readonly kind: 'late'; readonly answer: SendAction; readonly delayMs: number }
  | { readonly kind: 'drip'; readonly answer: SendAction; readonly everyMs: number };

/** The bytes of an answer: JSON, UTF-8. */
export function toSendAction(answer: Answer): SendAction {
  return {
    kind: 'send',
    status: answer.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...answer.headers },
    payload: JSON.stringify(answer.body),
  };
}
