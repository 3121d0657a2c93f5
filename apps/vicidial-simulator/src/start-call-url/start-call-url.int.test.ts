import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startRig } from '../testing/start-rig.ts';

interface Listener extends AsyncDisposable {
  readonly url: string;
  readonly seen: string[];
}

async function listen(status = 200): Promise<Listener> {
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(status).end('ignored');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/pop`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const query = '?phone=--A--phone_number--B--&did=--A--did_pattern--B--&agent=--A--user--B--&call=--A--call_id--B--';

describe('the Start Call URL', () => {
  test('is called once, unsigned, for a call that is sent to an agent', async () => {
    await using listener = await listen(503);
    await using rig = await startRig({ startCallUrl: `VAR${listener.url}${query}` });
    const { call, announced } = rig.vicidial.dialler.simulateInboundCall({ from: '5557654321' });
    await announced;
    expect(call).toMatchObject({ user: '1004', state: 'live', direction: 'inbound' });
    expect(call.callId).toMatch(/^Y\d{19}$/);
    expect(listener.seen).toEqual([`GET /pop?phone=5557654321&did=8005550100&agent=1004&call=${call.callId}`]);
    expect(rig.vicidial.startCallDeliveries()).toMatchObject([{ callId: call.callId, status: 503 }]);
  });

  test('waits for an agent who is ready', async () => {
    await using listener = await listen();
    await using rig = await startRig({ startCallUrl: `${listener.url}${query}` });
    const { call, announced } = rig.vicidial.dialler.simulateInboundCall({ from: '', user: null });
    await announced;
    expect([call.state, listener.seen]).toEqual(['queued', []]);
    const waiting = rig.vicidial.dialler.simulateInboundCall({ from: '5550001111' });
    await waiting.announced;
    const later = rig.vicidial.dialler.simulateInboundCall({ from: '5550002222' });
    expect(later.call.state).toBe('queued');
    rig.vicidial.dialler.setAgentState('1001', 'READY');
    await expect.poll(() => listener.seen.at(-1)).toMatch(/phone=5550002222.*agent=1001/);
  });

  test('is called for a manual dial as soon as it is dialled', async () => {
    await using listener = await listen();
    await using rig = await startRig({ startCallUrl: `${listener.url}?p=--A--phone_number--B--&u=--A--uniqueid--B--` });
    await rig.dial();
    await expect.poll(() => listener.seen).toEqual(['GET /pop?p=5550001111&u=']);
  });

  test('may fail', async () => {
    await using rig = await startRig({ startCallUrl: 'http://127.0.0.1:1/pop' });
    const { call, announced } = rig.vicidial.dialler.simulateInboundCall({ from: '5557654321' });
    await announced;
    expect(rig.vicidial.startCallDeliveries()).toEqual([{ url: 'http://127.0.0.1:1/pop', callId: call.callId }]);
  });
});

test('what a test cannot ask for is a RangeError', async () => {
  await using rig = await startRig();
  const { dialler } = rig.vicidial;
  expect(() => dialler.simulateInboundCall({ from: '1', user: '1001' })).toThrow('Agent 1001 is not READY.');
  expect(() => dialler.setAgentState('9999', 'READY')).toThrow(RangeError);
  expect(() => dialler.dispose('1001', 'NI')).toThrow(RangeError);
  expect(() => dialler.finishRecording('M1')).toThrow(RangeError);
});

test('settings that ViciDial could not work with are refused, without the password', async () => {
  await expect(startRig({ pass: 'p@ss word' })).rejects.toThrow(/^pass must be 2 or more letters/);
  await expect(startRig({ pass: 'p@ss word' })).rejects.not.toThrow(/p@ss/);
  await expect(startRig({ user: 'a b' })).rejects.toThrow(/^user must be/);
  await expect(startRig({ startCallUrl: '/relative' })).rejects.toThrow(/absolute/);
  await expect(startRig({ utcOffsetHours: 5.5 })).rejects.toThrow(/whole number/);
});
