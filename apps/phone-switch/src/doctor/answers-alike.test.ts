import { describe, expect, test } from 'vitest';
import { areAlike, type AnswerAt } from './answers-alike.ts';

const at = (path: string, status: number, body: string, type = 'application/json'): AnswerAt => ({
  path,
  answer: { status, headers: { 'content-type': type }, body },
});
const NOWHERE = '/calls/doctor-0b6e2a0c-54d5-4f0c-8a64-1f0d3b1c2a55';

describe('whether a path is answered as one that cannot exist', () => {
  test.each([
    ['the same words', '{"detail":"Not Found"}', '{"detail":"Not Found"}'],
    ['with the path in them', '{"message":"Cannot POST /calls/hang"}', `{"message":"Cannot POST ${NOWHERE}"}`],
    ['with an id of the request', '{"m":"No route","request_id":"5f3c9a1e77"}', '{"m":"No route","request_id":"0aa1b2c3d4"}'],
    ['with the time', '{"m":"No","at":"2026-01-01T10:00:00.000Z"}', '{"m":"No","at":"2026-01-01T10:00:01.250Z"}'],
    ['nothing', '', ''],
  ])('alike: %s', (_what, here, there) => {
    expect(areAlike(at('/calls/hang', 404, here), at(NOWHERE, 404, there))).toBe(true);
  });

  test.each([
    ['other words', at(NOWHERE, 404, '{"code":"not_found"}')],
    ['another status', at(NOWHERE, 405, '{"code":"call_not_found"}')],
    ['another type', at(NOWHERE, 404, '{"code":"call_not_found"}', 'text/plain')],
  ])('not alike: %s', (_what, there) => {
    expect(areAlike(at('/calls/hang', 404, '{"code":"call_not_found"}'), there)).toBe(false);
  });
});
