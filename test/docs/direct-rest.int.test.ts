import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createSwitchHost, LOOPBACK_ALLOWED, parseAgentExtension, parseCallId } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { expect, it, onTestFinished } from 'vitest';

/** A surface that is not a middleware: no `success`, no body where there is nothing to say, the URL inside an object. */
const ANSWERS: Readonly<Record<string, readonly [status: number, body: string]>> = {
  '/telephony/v3/ping': [200, 'OK'],
  '/telephony/v3/dial?api-version=2': [201, '{"call_id":"c-1","queue":"outbound"}'],
  '/telephony/v3/call/transfer': [204, ''],
  '/telephony/v3/call/end': [200, ''],
  '/telephony/v3/call/recording': [200, '{"data":{"media_url":"https://media.example/c-1.mp3"}}'],
};

/** Starts the surface, and gives its origin and the credentials and paths that it is asked with. */
async function startSurface(): Promise<{ readonly origin: string; readonly asked: string[]; readonly sent: Set<string> }> {
  const asked: string[] = [];
  const sent = new Set<string>();
  const server = createServer((request, response) => {
    const [status, body] = ANSWERS[request.url ?? ''] ?? [404, 'nothing here'];
    asked.push(`${request.method} ${request.url}`);
    sent.add(request.headers.authorization ?? '');
    request.resume().once('end', () => response.writeHead(status).end(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, asked, sent };
}

it('the settings of docs/direct-rest.md map another surface, operation by operation', async () => {
  const page = await readFile(new URL('../../docs/direct-rest.md', import.meta.url), 'utf8');
  const settings = JSON.parse(/```json\n([^]*?)```/.exec(page)?.[1] ?? '');
  const { origin, asked, sent } = await startSurface();
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED });
  onTestFinished(() => host.close());
  host.register(five9Plugin);
  const api_base_url = settings.api_base_url.replace('https://gateway.example', origin);
  host.setBrand('acme', { plugin: 'five9', config: { ...settings, api_base_url } });
  const phone = await host.phoneSwitch('acme');
  const call = { callId: parseCallId('c-1') };
  expect(await phone.connect()).toMatchObject({ status: 'verified' });
  const dial = await phone.makeCall({ agentExtension: parseAgentExtension('1001'), destination: '+15550001111' });
  expect(dial).toMatchObject({ status: 'placed', call });
  expect(await phone.transferCall({ call, targetExtension: '1002' })).toEqual({ status: 'transferred' });
  expect(await phone.hangupCall(call)).toEqual({ status: 'ended' });
  const recording = await phone.getCallRecordingUrl(call);
  expect(recording).toEqual({ status: 'available', url: new URL('https://media.example/c-1.mp3') });
  expect(asked.map((line) => line.split(' ')[1])).toEqual(Object.keys(ANSWERS));
  expect([...sent]).toEqual([`Basic ${Buffer.from(`${settings.username}:${settings.password}`).toString('base64')}`]);
});
