import type { SwitchErrorCode } from '@elasticfunnels/switch-core';
import { answerFault, whole } from './answer-fault.ts';
import { JSON_TYPE } from './answer-text.ts';
import { either, failed, refused, succeeded } from './conclusions.ts';
import type { Conclusions, Fault } from './fault.ts';

const HTML_TYPE = 'content-type: text/html';
const PAGE = '<html><body>nginx</body></html>';
const MESSAGE = JSON.stringify({ success: false, message: 'The service said no.' });

function status(code: number, conclusions: Conclusions, headers: readonly string[] = [], tail = ''): Fault {
  const summary = `HTTP ${code}${headers.length === 0 ? '' : ` with ${headers.join(', ')}`}, and an error in JSON.`;
  return answerFault({
    name: `status-${code}${tail}`,
    summary,
    conclusions,
    send: whole(code, MESSAGE, [JSON_TYPE, ...headers]),
  });
}

function page(code: number, conclusions: Conclusions): Fault {
  const summary = `HTTP ${code} with a web server's page.`;
  return answerFault({ name: `status-${code}-html`, summary, conclusions, send: whole(code, PAGE, [HTML_TYPE]) });
}

const rejected = refused('REJECTED');

/** A call that is not there, for whoever asks about one; for a dial it is only a refusal. */
function ofCall(code: SwitchErrorCode): Conclusions {
  const about = either(refused(code), rejected);
  // An ended call cannot be ended again, and has no recording: results both.
  const harmless = either(about, succeeded);
  return { dial: rejected.dial, command: about.command, repeatable: harmless.repeatable, question: harmless.question };
}

const CLIENT_ERRORS: readonly Fault[] = [
  ...[400, 402, 406, 408, 409, 411, 413, 415, 422, 425, 431, 451].map((code) => status(code, rejected)),
  status(401, refused('UNAUTHENTICATED'), ['www-authenticate: Basic realm="switch"']),
  status(401, refused('UNAUTHENTICATED'), [], '-unasked'),
  page(401, refused('UNAUTHENTICATED')),
  status(403, refused('FORBIDDEN')),
  page(403, refused('FORBIDDEN')),
  status(404, ofCall('CALL_NOT_FOUND')),
  page(404, refused('CONTRACT_VIOLATED')),
  page(405, refused('CONTRACT_VIOLATED')),
  status(410, ofCall('CALL_ENDED')),
  page(400, rejected),
];

// Repeated only when the service said when, and that is before the deadline.
const WAITS: readonly { readonly tail: string; readonly header: () => string; readonly repeated: boolean }[] = [
  { tail: '-wait-0', header: () => 'retry-after: 0', repeated: true },
  { tail: '-wait-past-date', header: () => 'retry-after: Wed, 21 Oct 2015 07:28:00 GMT', repeated: true },
  { tail: '-wait-absurd', header: () => 'retry-after: 999999999', repeated: false },
  { tail: '-wait-far-date', header: () => 'retry-after: Fri, 31 Dec 2999 23:59:59 GMT', repeated: false },
  { tail: '-wait-negative', header: () => 'retry-after: -5', repeated: false },
  { tail: '-wait-fraction', header: () => 'retry-after: 0.5', repeated: false },
  { tail: '-wait-words', header: () => 'retry-after: soon', repeated: false },
];

const NOT_NOW: readonly Fault[] = (
  [
    ['RATE_LIMITED', 429],
    ['UPSTREAM_FAILED', 503],
  ] as const
).flatMap(([code, at]) => [
  status(at, refused(code)),
  ...WAITS.map(({ tail, header, repeated }) => status(at, refused(code, repeated), [header()], tail)),
  page(at, refused(code)),
]);

const SERVER_ERRORS: readonly Fault[] = [
  ...[500, 501, 502, 504, 505, 507, 520, 524, 599].map((code) => status(code, failed)),
  ...[500, 502, 504].map((code) => page(code, failed)),
  answerFault({ name: 'status-500-empty', summary: 'HTTP 500 without a body.', conclusions: failed, send: whole(500, '', []) }),
  status(502, failed, ['retry-after: 0'], '-wait-0'),
];

/** Every way to say no, and every way to break down while answering. */
export const STATUS_FAULTS: readonly Fault[] = [...CLIENT_ERRORS, ...NOT_NOW, ...SERVER_ERRORS];
