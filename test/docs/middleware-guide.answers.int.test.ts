import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import {
  createSwitchHost,
  LOOPBACK_ALLOWED,
  parseAgentExtension,
  parseCallId,
  type PhoneSwitch,
  SwitchError,
} from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { describe, expect, it } from 'vitest';
import { listRows } from './guide-examples.ts';

const guide = await readFile(new URL('../../docs/middleware-guide.md', import.meta.url), 'utf8');
const CALL = { callId: parseCallId('300000000115271') };
const PERFORM: Readonly<Record<string, (phone: PhoneSwitch) => Promise<unknown>>> = {
  connect: (phone) => phone.connect(),
  makeCall: (phone) => phone.makeCall({ agentExtension: parseAgentExtension('1001'), destination: '+15550001111' }),
  hangupCall: (phone) => phone.hangupCall(CALL),
  transferCall: (phone) => phone.transferCall({ call: CALL, targetExtension: '1002' }),
  getCallRecordingUrl: (phone) => phone.getCallRecordingUrl(CALL),
};
const COMMANDS = ['makeCall', 'hangupCall', 'transferCall', 'getCallRecordingUrl'];

/** What an operation comes to when the service answers as a cell of the guide says: a result, or the error. */
async function outcomeOf(operation: string, answer: string, see?: (headers: IncomingHttpHeaders) => void): Promise<unknown> {
  const server = createServer((request, response) => {
    see?.(request.headers);
    request.resume().once('end', () => send(answer, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED, retry: { attempts: 1 } });
  host.register(five9Plugin);
  host.setBrand('acme', { plugin: 'five9', config: { api_base_url: `http://127.0.0.1:${port}`, api_key: 'key-4711' } });
  try {
    return await PERFORM[operation]?.(await host.phoneSwitch('acme'));
  } catch (error) {
    if (!SwitchError.is(error)) throw error;
    return error;
  } finally {
    await host.close();
    server.close();
  }
}

/** `409`, `409 some_code`, `404 not JSON`, `307 Location: ...`, `200 {...}`, `200 <html>` or `closed`. */
function send(answer: string, response: ServerResponse): void {
  if (answer === 'closed') return void response.socket?.destroy();
  const [, status = '', rest = ''] = /^(\d{3}) ?(.*)$/.exec(answer) ?? [];
  const [, name, value] = /^([A-Z][\w-]+): (.+)$/.exec(rest) ?? [];
  if (name !== undefined) return void response.writeHead(Number(status), { [name]: value }).end();
  if (rest === 'not JSON') return void response.writeHead(Number(status), { 'content-type': 'text/plain' }).end('Not Found');
  if (rest.startsWith('<')) return void response.writeHead(Number(status), { 'content-type': 'text/html' }).end(rest);
  response.writeHead(Number(status), { 'content-type': 'application/json' });
  if (rest.startsWith('{')) return void response.end(rest);
  if (Number(status) < 300) return void response.end();
  response.end(JSON.stringify({ success: false, message: 'Why.', ...(rest === '' ? {} : { code: rest }) }));
}

/** An outcome as the table of answers writes it. */
function inShort(outcome: unknown): string {
  if (SwitchError.is(outcome)) {
    const { code, effect } = outcome;
    return code === 'OUTCOME_UNKNOWN' || effect === 'none' ? code : `${code}, ${effect}`;
  }
  const { status, reason } = Object(outcome);
  return reason === undefined ? status : `${status}: ${reason}`;
}

/** An outcome as the table of mistakes writes it. */
function atLength(outcome: unknown): string {
  if (!SwitchError.is(outcome)) return inShort(outcome);
  return `${outcome.code}: ${outcome.message.replace(/127\.0\.0\.1:\d+/, 'HOST')}`;
}

describe('docs/middleware-guide.md tells what the driver says', () => {
  it.each(listRows(guide, 'What the operator is told:'))('connect, answered %s: %s', async (answer, says) => {
    expect(inShort(await outcomeOf('connect', answer ?? ''))).toBe(says);
  });

  it('lists the headers that are sent', async () => {
    const sent: string[] = [];
    await outcomeOf('makeCall', '200 {"call_id":"1"}', (headers) => sent.push(...Object.keys(headers)));
    const names = listRows(guide, '## The contract in a minute').flatMap(([cell = '']) => cell.split(', '));
    const listed = names.map((name) => name.split(':')[0]?.toLowerCase()).filter((name) => name !== 'traceparent');
    expect(sent).toEqual(expect.arrayContaining(listed));
    expect(listed).toContain('idempotency-key');
  });

  it.each(listRows(guide, '## Errors'))('%s: %s, %s, %s, %s', async (answer, ...says) => {
    const outcomes = await Promise.all(COMMANDS.map((operation) => outcomeOf(operation, answer ?? '')));
    expect(outcomes.map(inShort)).toEqual(says);
  });

  it.each(listRows(guide, '## Common mistakes'))('%s', async (_mistake, answer = '', operation = '', says = '') => {
    expect(atLength(await outcomeOf(operation, answer))).toBe(says);
  });
});
