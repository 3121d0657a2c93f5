import { inspect } from 'node:util';
import { type ScriptedAnswer } from '@elasticfunnels/switch-core/testing';
import { SwitchError, type TransportFault } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { vicidialPlugin } from './plugin.ts';
import {
  agentStatus,
  CALL,
  CONFIG,
  ON_CALL,
  openScripted,
  OPERATION_NAMES,
  type OperationName,
  PASS,
  PERFORM,
  type VicidialPhone,
} from './vicidial-phone.test.fixture.ts';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
/** Every form in which a server may say the password back. */
const FORMS: readonly string[] = [
  PASS,
  encodeURIComponent(PASS),
  base64(PASS),
  base64(PASS).replace(/=+$/, ''),
  Buffer.from(PASS).toString('base64url'),
];

/** Everything that anyone could come to see of an operation that failed. */
async function shownBy(vicidial: VicidialPhone, operation: OperationName): Promise<string> {
  let outcome: unknown;
  try {
    outcome = await PERFORM[operation](vicidial.phone);
  } catch (error) {
    outcome = error;
  }
  const deep = { depth: Infinity, showHidden: true, breakLength: Infinity, maxStringLength: null } as const;
  const errorTexts = SwitchError.is(outcome) ? [outcome.message, outcome.hint, outcome.stack, String(outcome)] : [];
  return [
    ...errorTexts,
    JSON.stringify(outcome),
    inspect(outcome, deep),
    vicidial.logger.text(),
    inspect(vicidial.logger.entries, deep),
  ].join('\n');
}

function expectNothingIn(shown: string): void {
  for (const form of FORMS) expect(shown).not.toContain(form);
  expect(shown).not.toContain('planted');
}

/** Answers that say back what was sent, as ViciDial does and as whatever stands before it could. */
const ECHOES: readonly ScriptedAnswer[] = FORMS.flatMap((echo): ScriptedAnswer[] => [
  { body: `ERROR: Login incorrect, please try again: |apiuser|${echo}|BAD|\n` },
  {
    body: `ERROR: Invalid Username/Password: |apiuser|${echo}|0|0|BAD|0|api|SELECT count(*) from vicidial_users where user='apiuser' and pass='${echo}';|\n`,
  },
  { body: `ERROR: Invalid Username/Password: |apiuser|${echo}|1|0|GOOD|\n` },
  { body: `ERROR: nobody knows ${echo} - ${echo}|${echo}\n` },
  { body: `ERROR: ${echo}: ${echo}\n` },
  { body: `NOTICE: ${echo} - ${echo}\n` },
  { body: `SUCCESS: ${echo} - ${echo}\n` },
  { body: `${echo}|${echo}\n${echo}|${echo}\n` },
  { body: `<html>${echo}</html>` },
  { body: echo },
  { status: 403, body: `<html>${echo}</html>` },
  { status: 404, body: echo },
  { status: 500, body: `PHP Fatal error: ${echo}` },
  { status: 302, headers: { location: `https://x.example/agc/api.php?user=apiuser&pass=${echo}` } },
  { status: 302, headers: { location: `https://x.example/${echo}` } },
  { status: 401, headers: { 'www-authenticate': `Basic realm="${echo}"` } },
]);

const FAULTS: readonly TransportFault[] = [
  { kind: 'dns', reason: 'ENOTFOUND' },
  { kind: 'connect', reason: 'connection refused' },
  { kind: 'tls', check: 'expired', reason: 'CERT_HAS_EXPIRED' },
  { kind: 'blocked', category: 'private network', address: '10.0.0.1' },
  { kind: 'lost', reason: 'ECONNRESET' },
  { kind: 'timed_out' },
  { kind: 'aborted' },
  { kind: 'too_large' },
  { kind: 'encoded' },
  { kind: 'invalid', reason: 'the request cannot be put into HTTP' },
  { kind: 'closed', reason: 'closed' },
];
/** What operations ask before they command something. */
const BEFORE: Readonly<Partial<Record<OperationName, readonly ScriptedAnswer[]>>> = {
  makeCall: [agentStatus()],
  hangupCall: [ON_CALL],
  transferCall: [ON_CALL, agentStatus({ status: 'READY' })],
};
const options = { retry: { attempts: 1 } };

describe('the password is in no error and no log', () => {
  test('it was really sent', async () => {
    await using vicidial = await openScripted((transport) => transport.answer(ON_CALL));
    await vicidial.phone.getAgentStatus(CALL.agentExtension ?? expect.unreachable());
    expect(vicidial.transport.requests[0]?.url.searchParams.get('pass')).toBe(PASS);
  });

  test.each(OPERATION_NAMES)('%s: whatever the first question is answered with', async (operation) => {
    for (const answer of ECHOES) {
      await using vicidial = await openScripted((transport) => transport.answer(answer), options);
      expectNothingIn(await shownBy(vicidial, operation));
    }
  });

  test.each(['makeCall', 'hangupCall', 'transferCall'] as const)(
    '%s: whatever the command is answered with',
    async (operation) => {
      for (const answer of ECHOES) {
        await using vicidial = await openScripted((transport) => {
          for (const before of BEFORE[operation] ?? []) transport.answer(before);
          return transport.answer(answer);
        }, options);
        expectNothingIn(await shownBy(vicidial, operation));
      }
    },
  );

  test.each(OPERATION_NAMES)('%s: however the network fails', async (operation) => {
    for (const fault of FAULTS) {
      await using vicidial = await openScripted((transport) => transport.fail(fault), options);
      const shown = await shownBy(vicidial, operation);
      expect(shown).toContain('operation failed');
      expectNothingIn(shown);
    }
  });

  test.each(OPERATION_NAMES)('%s: whatever throws on the way', async (operation) => {
    await using vicidial = await openScripted(
      (transport) =>
        transport.respond(() => {
          throw new TypeError('a mistake of the transport');
        }),
      options,
    );
    expectNothingIn(await shownBy(vicidial, operation));
  });

  test('nor in the switch, the host, the plugin or its configuration, however they are looked at', async () => {
    await using vicidial = await openScripted((transport) => transport);
    const configured = vicidialPlugin.configure(CONFIG);
    const deep = { depth: Infinity, showHidden: true, getters: true } as const;
    for (const seen of [vicidial.phone, vicidial.host, vicidialPlugin, configured, configured.digest()]) {
      expectNothingIn(`${inspect(seen, deep)}\n${JSON.stringify(seen)}`);
    }
  });
});
