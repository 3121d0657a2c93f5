import { describe, expect, test } from 'vitest';
import { type Rig, startRig } from '../testing/start-rig.ts';

async function endedCall(rig: Rig): Promise<string> {
  const callId = await rig.dial();
  await rig.clock.advance(3_000);
  await rig.post('/calls/hangup', { call_id: callId });
  return callId;
}

async function recordingUrl(rig: Rig): Promise<string> {
  const callId = await endedCall(rig);
  await rig.clock.advance(3_000);
  const { json } = await rig.post('/calls/recording', { call_id: callId });
  return String(json?.['recording_url']);
}

describe('getting a recording', () => {
  test('R1 is pending at first, and then a URL that expires', async () => {
    await using rig = await startRig();
    const callId = await endedCall(rig);
    const pending = await rig.post('/calls/recording', { call_id: callId });
    expect(pending).toMatchObject({ status: 202, json: { success: true, status: 'pending' } });
    expect(pending.headers.get('retry-after')).toBe('3');
    await rig.clock.advance(3_000);
    const ready = await rig.post('/calls/recording', { call_id: callId });
    expect(ready).toMatchObject({ status: 200, json: { success: true, content_type: 'audio/wav', duration_seconds: 1 } });
    expect(ready.json?.['recording_url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/recordings\/.+signature=.+$/);
    expect(Date.parse(String(ready.json?.['expires_at']))).toBeGreaterThan(rig.clock.now());
  });

  test('is pending while the call lasts', async () => {
    await using rig = await startRig();
    expect((await rig.post('/calls/recording', { call_id: await rig.dial() })).status).toBe(202);
  });

  test('the part of an agent who transferred the call away can be fetched while the call goes on', async () => {
    await using rig = await startRig();
    const callId = await rig.dial();
    await rig.post('/calls/transfer', { call_id: callId, target_extension: '1002' });
    await rig.clock.advance(3_000);
    expect((await rig.post('/calls/recording', { call_id: callId })).status).toBe(200);
    expect(rig.simulator.calls()[1]?.state).toBe('answered');
  });

  test('R2 unknown, never recorded and deleted are three answers', async () => {
    await using rig = await startRig();
    const ask = (callId: string) => rig.post('/calls/recording', { call_id: callId });
    expect(await ask('unknown')).toMatchObject({ status: 404, json: { code: 'call_not_found' } });
    const callId = await endedCall(rig);
    rig.simulator.neverRecord(callId);
    expect(await ask(callId)).toMatchObject({ status: 404, json: { code: 'not_recorded' } });
    const body = { agent_extension: '1002', destination: '+15550001111', campaign_name: 'confidential' };
    const confidential = await rig.post('/calls/make', body);
    expect(await ask(String(confidential.json?.['call_id']))).toMatchObject({ json: { code: 'not_recorded' } });
    const other = await rig.dial('1010');
    rig.simulator.purgeRecording(other);
    expect(await ask(other)).toMatchObject({ status: 410, json: { code: 'recording_expired' } });
  });
});

describe('the link to a recording', () => {
  test('needs no credentials and resolves to audio, whole or in part', async () => {
    await using rig = await startRig();
    const url = await recordingUrl(rig);
    const whole = await fetch(url);
    expect(whole.headers.get('content-type')).toBe('audio/wav');
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.subarray(0, 4).toString()).toBe('RIFF');
    const part = await fetch(url, { headers: { range: 'bytes=8-11' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 8-11/${bytes.length}`]);
    expect(await part.text()).toBe('WAVE');
    const beyond = await fetch(url, { headers: { range: 'bytes=999999-' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe(String(bytes.length));
  });

  test('expires', async () => {
    await using rig = await startRig({ settings: { recordingLinks: { lifetimeSeconds: 60 } } });
    const url = await recordingUrl(rig);
    await rig.clock.advance(61_000);
    expect(await rig.get(url)).toMatchObject({ status: 410, json: { code: 'recording_expired' } });
  });

  test.each([
    ['another recording', (url: URL) => void (url.pathname += '7')],
    ['a later end', (url: URL) => url.searchParams.set('expires', '99999999999')],
    ['no signature', (url: URL) => url.searchParams.delete('signature')],
    ['two signatures', (url: URL) => url.searchParams.append('signature', 'x')],
    ['another signature', (url: URL) => url.searchParams.set('signature', 'x'.repeat(43))],
  ])('is refused with %s', async (_case, change) => {
    await using rig = await startRig();
    const url = new URL(await recordingUrl(rig));
    change(url);
    expect(await rig.get(url.href)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });

  test('stands below the base path and the public URL', async () => {
    await using rig = await startRig({ settings: { basePath: '/api', publicUrl: 'https://calls.example.com/api/' } });
    const url = await recordingUrl(rig);
    expect(url).toMatch(/^https:\/\/calls\.example\.com\/api\/recordings\/rec-/);
    const local = url.replace('https://calls.example.com/api', rig.middleware.url);
    expect((await fetch(local)).status).toBe(200);
  });
});
