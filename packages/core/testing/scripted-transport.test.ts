import type { TransportRequest } from '@elasticfunnels/switch-core';
import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { ScriptedTransport } from './scripted-transport.ts';

const request: TransportRequest = { method: 'POST', url: new URL('https://switch.example/calls'), headers: {}, timeoutMs: 100 };

test('answers and fails in the order of the script, and keeps what it saw', async () => {
  const transport = new ScriptedTransport()
    .answer({ json: { call_id: '7' } })
    .fail({ kind: 'dns', reason: 'no such name' })
    .fail({ kind: 'lost', reason: 'reset' });
  const answer = await transport.request(request);
  expect(answer).toEqual({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"call_id":"7"}' });
  await expect(transport.request(request)).rejects.toMatchObject({ fault: { kind: 'dns' }, sent: false, host: 'switch.example' });
  await expect(transport.request(request)).rejects.toMatchObject({ fault: { kind: 'lost' }, sent: true });
  expect(transport.requests).toHaveLength(3);
  expect(transport.remainingSteps).toBe(0);
});

test('a request beyond the script says that it is one', async () => {
  await expect(new ScriptedTransport().request(request)).rejects.toThrow('no answer for request 1: POST /calls');
});

test('a request that hangs ends with its time or its signal, as sent', async () => {
  const clock = new FakeClock();
  const transport = new ScriptedTransport(clock).hang().hang();
  const late = expect(transport.request(request)).rejects.toMatchObject({ fault: { kind: 'timed_out' }, sent: true });
  await clock.advance(100);
  await late;
  const controller = new AbortController();
  const given = expect(transport.request({ ...request, signal: controller.signal })).rejects.toMatchObject({
    fault: { kind: 'aborted' },
    sent: true,
  });
  controller.abort();
  await given;
  expect(clock.pendingTimers).toBe(0);
});

test('what is aborted before, or after closing, is not sent', async () => {
  const transport = new ScriptedTransport().answer({});
  await expect(transport.request({ ...request, signal: AbortSignal.abort() })).rejects.toMatchObject({ sent: false });
  await transport.close();
  await expect(transport.request(request)).rejects.toMatchObject({ fault: { kind: 'closed' }, sent: false });
  expect(transport.requests).toEqual([]);
});
