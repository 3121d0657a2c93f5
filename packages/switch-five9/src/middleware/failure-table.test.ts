import type { CallOptions, HttpAnswer, SwitchError } from '@elasticfunnels/switch-core';
import type { ScriptedAnswer, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import {
  COMMANDS,
  DIAL,
  failureOf,
  openScripted,
  OPERATION_NAMES,
  type OperationName,
  PERFORM,
} from '../five9-phone.test.fixture.ts';

const said = { success: false, message: 'No, not today.' };
const each = <Row extends readonly unknown[]>(names: readonly OperationName[], rows: readonly Row[]): [OperationName, ...Row][] =>
  names.flatMap((name) => rows.map((row): [OperationName, ...Row] => [name, ...row]));

/** How an operation ends by one answer, without repeating. */
async function endOf(operation: OperationName, answer: ScriptedAnswer): Promise<unknown> {
  await using opened = await openScripted((transport) => transport.answer(answer), { retry: { attempts: 1 } });
  const error = await failureOf(PERFORM[operation](opened.phone));
  expect(error).toMatchObject({ operation, plugin: 'five9', brand: 'acme', correlationId: expect.any(String) });
  const { code, effect, details } = error;
  return { code, effect, details };
}

describe('read the same for every operation', () => {
  test.each(
    each(OPERATION_NAMES, [
      [401, 'UNAUTHENTICATED'],
      [403, 'FORBIDDEN'],
      [429, 'RATE_LIMITED'],
      [503, 'UPSTREAM_FAILED'],
      [400, 'REJECTED'],
      [402, 'REJECTED'],
      [408, 'REJECTED'],
      [409, 'REJECTED'],
      [418, 'REJECTED'],
      [422, 'REJECTED'],
    ] as const),
  )('%s: HTTP %d is %s and had no effect', async (operation, status, code) => {
    expect(await endOf(operation, { status, json: said })).toMatchObject({
      code,
      effect: 'none',
      details: { httpStatus: status },
    });
  });

  test.each(each(OPERATION_NAMES, [[200], [201], [202], [299]] as const))(
    '%s: HTTP %d with success false is a refusal without effect',
    async (operation, status) => {
      expect(await endOf(operation, { status, json: said })).toMatchObject({ code: 'REJECTED', effect: 'none' });
    },
  );
});

describe('a 409 without a code', () => {
  const conflict = { status: 409, json: said };

  /** How a dial ends by this answer after others, and how often it was sent. */
  async function dialEnd(options: CallOptions, ...answers: readonly ScriptedAnswer[]): Promise<unknown> {
    const script = (transport: ScriptedTransport): ScriptedTransport =>
      answers.reduce((on, answer) => on.answer(answer), transport);
    await using opened = await openScripted(script);
    const { code, effect, details } = await failureOf(opened.phone.makeCall(DIAL, options));
    return { code, effect, ...details, requests: opened.transport.requests.length };
  }

  test('to a dial whose caller brought the key: the first request with it may be at work', async () => {
    const end = { code: 'OUTCOME_UNKNOWN', effect: 'unknown', reason: 'in_progress', requests: 1 };
    expect(await dialEnd({ idempotencyKey: 'intent-1' }, conflict)).toMatchObject(end);
  });

  test('to a repetition of ours: the try before may be at work', async () => {
    const later = { status: 503, json: said, headers: { 'retry-after': '0' } };
    const end = { code: 'OUTCOME_UNKNOWN', effect: 'unknown', reason: 'in_progress', requests: 2 };
    expect(await dialEnd({}, later, conflict)).toMatchObject(end);
  });

  test('to any other dial is a refusal: the agent is busy', async () => {
    const end = { code: 'REJECTED', effect: 'none', requests: 1 };
    expect(await dialEnd({}, conflict)).toMatchObject(end);
    expect(await dialEnd({ correlationId: 'ticket-7' }, conflict)).toMatchObject(end);
  });
});

describe('404', () => {
  test.each(['hangupCall', 'transferCall', 'getCallRecordingUrl'] as const)(
    '%s: in JSON, the call is unknown',
    async (operation) => {
      for (const json of [said, { msg: 'no such call' }, { error: {} }]) {
        expect(await endOf(operation, { status: 404, json })).toMatchObject({ code: 'CALL_NOT_FOUND', effect: 'none' });
      }
    },
  );

  test('makeCall: in JSON, a refusal, as it names no call', async () => {
    expect(await endOf('makeCall', { status: 404, json: said })).toMatchObject({ code: 'REJECTED', effect: 'none' });
  });

  test.each(
    each(COMMANDS, [
      [404, { body: '<html>Not Found</html>', headers: { 'content-type': 'text/html' } }],
      [404, { body: '' }],
      [404, { body: '{}' }],
      [405, { body: 'Method Not Allowed' }],
    ] as const),
  )('%s: HTTP %d without an error in JSON is a path that is missing, %j', async (operation, status, answer) => {
    const found = await endOf(operation, { status, ...answer });
    expect(found).toMatchObject({ code: 'CONTRACT_VIOLATED', effect: 'none', details: { reason: 'path_missing' } });
  });

  test('a path that is missing is named, without the query that a brand may have put a key into', async () => {
    const config = { rest_hangup_path: '/v2/end?key=planted' };
    await using opened = await openScripted((transport) => transport.answer({ status: 404 }), { config });
    const error = await failureOf(PERFORM.hangupCall(opened.phone));
    expect(error.message).toContain('There is nothing at /v2/end (HTTP 404 from the web server');
    expect(JSON.stringify(error) + opened.logger.text()).not.toContain('planted');
  });
});

describe('server errors that leave the outcome open', () => {
  test.each(each(['makeCall', 'transferCall'], [[500], [502], [504], [501], [599]] as const))(
    '%s: after HTTP %d nobody can tell',
    async (operation, status) => {
      for (const answer of [{ json: said }, { body: '<html>', headers: { 'content-type': 'text/html' } }, {}]) {
        expect(await endOf(operation, { status, ...answer })).toEqual({
          code: 'OUTCOME_UNKNOWN',
          effect: 'unknown',
          details: { reason: 'upstream_error', httpStatus: status, fieldsSent: expect.any(Array) },
        });
      }
    },
  );

  test.each(each(['hangupCall', 'getCallRecordingUrl'], [[500], [502], [504]] as const))(
    '%s: after HTTP %d the switch failed, with an unknown effect',
    async (operation, status) => {
      expect(await endOf(operation, { status, json: said })).toMatchObject({ code: 'UPSTREAM_FAILED', effect: 'unknown' });
    },
  );
});

describe('a 2xx that breaks the contract', () => {
  const broken: readonly (readonly [string, ScriptedAnswer, string])[] = [
    ['success as a text', { json: { success: 'true' } }, 'unexpected_shape'],
    ['success as a number', { json: { success: 1 } }, 'unexpected_shape'],
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<p>Hello</p>' }, 'not_json'],
    ['half a JSON', { body: '{"success":tr' }, 'not_json'],
    ['a list', { json: [] }, 'not_json'],
  ];
  test.each(each(['hangupCall', 'getCallRecordingUrl'], broken))(
    '%s: %s is a broken contract',
    async (operation, _what, answer, reason) => {
      const details = { reason, httpStatus: 200 };
      expect(await endOf(operation, answer)).toEqual({ code: 'CONTRACT_VIOLATED', effect: 'unknown', details });
    },
  );

  test.each(each(['makeCall', 'transferCall'], broken))('%s: %s leaves open what it did', async (operation, _what, answer) => {
    const details = { reason: 'unreadable_answer', httpStatus: 200 };
    expect(await endOf(operation, answer)).toEqual({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', details });
  });
});

describe('a body that is no UTF-8', () => {
  const repaired = (status: number): HttpAnswer => ({
    status,
    headers: {},
    body: '{"call_id":"Z\ufffd7","message":"T\ufffd"}',
    notUtf8: true,
  });
  const ends = async (operation: OperationName, status: number): Promise<SwitchError> => {
    await using opened = await openScripted((transport) => transport.respond(() => repaired(status)), { retry: { attempts: 1 } });
    return await failureOf(PERFORM[operation](opened.phone));
  };

  test('is no success: the id of a call would be another', async () => {
    const doubt = await ends('makeCall', 200);
    expect(doubt).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'unreadable_answer' } });
    expect(doubt.message).toContain('a body that is not UTF-8');
    expect(await ends('getCallRecordingUrl', 200)).toMatchObject({ code: 'CONTRACT_VIOLATED', details: { reason: 'not_json' } });
  });

  test('is a refusal all the same', async () => {
    expect(await ends('makeCall', 422)).toMatchObject({ code: 'REJECTED', effect: 'none', vendorMessage: 'T\ufffd' });
  });
});

describe('redirects on a command', () => {
  const location = { location: 'https://acme:pw@login.example/sso?token=planted' };
  test.each(each(COMMANDS, [[300], [301], [307], [308]] as const))(
    '%s: HTTP %d is an error that names the target',
    async (name, status) => {
      await using opened = await openScripted((transport) => transport.answer({ status, headers: location }));
      const error = await failureOf(PERFORM[name](opened.phone));
      expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', effect: 'none', details: { reason: 'redirected' } });
      expect(error.message).toContain('to https://login.example/sso, which the driver does not follow');
      expect(opened.transport.requests).toHaveLength(1);
    },
  );

  test.each(each(['makeCall', 'transferCall'], [[302], [303]] as const))(
    '%s: HTTP %d may also say that it was done, so nobody can tell',
    async (name, status) => {
      const found = await endOf(name, { status, headers: location });
      expect(found).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', details: { reason: 'redirected' } });
    },
  );
});

test('a refusal tells the names of the fields that were sent, never the values', async () => {
  expect(await endOf('makeCall', { status: 422, json: said })).toMatchObject({
    details: { fieldsSent: ['agent_extension', 'destination'] },
  });
  expect(await endOf('transferCall', { status: 422, json: said })).toMatchObject({
    details: { fieldsSent: ['call_id', 'target_extension'] },
  });
});
