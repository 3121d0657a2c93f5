import { findHeader, type HttpAnswer } from '@elasticfunnels/switch-core';

/** An answer, and the path that was asked for. */
export interface AnswerAt {
  readonly path: string;
  readonly answer: HttpAnswer;
}

/** Whether two paths are answered alike, but for what is made anew for each request: the path itself, ids and times. */
export function areAlike(one: AnswerAt, other: AnswerAt): boolean {
  return fingerprint(one) === fingerprint(other);
}

function fingerprint({ path, answer }: AnswerAt): string {
  const type = findHeader(answer, 'content-type') ?? '';
  const body = answer.body
    .replaceAll(path, '*')
    .replaceAll(/doctor-[\da-f-]+/gi, '*')
    // Ids of requests, and times: whatever has a digit and is longer than a code.
    .replaceAll(/[\w:.+-]*\d[\w:.+-]{5,}/g, '*');
  return `${answer.status} ${type} ${body}`;
}
