import { describe, expect, test } from 'vitest';
import { CALL, COMMANDS, DIAL, KEY, openScripted, PERFORM } from '../five9-phone.test.fixture.ts';

const placed = { json: { call_id: '300000000115271' } };
const done = { json: { success: true } };

/** The body of the one request that an operation sends, as text. */
async function bodyOf(
  operation: (opened: Awaited<ReturnType<typeof openScripted>>) => Promise<unknown>,
  config: Readonly<Record<string, unknown>> = {},
): Promise<string | undefined> {
  await using opened = await openScripted((transport) => transport.answer(placed), { config });
  await operation(opened);
  expect(opened.transport.requests).toHaveLength(1);
  return opened.transport.requests[0]?.body;
}

describe('the body of a dial', () => {
  test('has agent and destination and nothing else when neither the brand nor the request names more', async () => {
    expect(await bodyOf(({ phone }) => phone.makeCall(DIAL))).toBe('{"agent_extension":"1001","destination":"+15550001111"}');
  });

  test('leaves out what a platform passes on as undefined', async () => {
    const row: { readonly campaign?: string } = {};
    expect(await bodyOf(({ phone }) => phone.makeCall({ ...DIAL, campaignName: row.campaign, skillId: undefined }))).toBe(
      '{"agent_extension":"1001","destination":"+15550001111"}',
    );
    const call = { ...CALL, agentExtension: undefined };
    expect(await bodyOf(({ phone }) => phone.transferCall({ call, targetExtension: '1002', kind: undefined }))).toBe(
      '{"call_id":"300000000115271","target_extension":"1002"}',
    );
  });

  test('has the campaign of the request, and no skill rather than null', async () => {
    expect(await bodyOf(({ phone }) => phone.makeCall({ ...DIAL, campaignName: 'support' }))).toBe(
      '{"agent_extension":"1001","destination":"+15550001111","campaign_name":"support"}',
    );
  });

  test('has the skill of the request, and no campaign rather than null', async () => {
    expect(await bodyOf(({ phone }) => phone.makeCall({ ...DIAL, skillId: '502' }))).toBe(
      '{"agent_extension":"1001","destination":"+15550001111","skill_id":"502"}',
    );
  });

  const DEFAULTS = { campaign_name: 'outbound-sales', skill_id: '501' };

  test("has the brand's defaults where the request names nothing", async () => {
    expect(await bodyOf(({ phone }) => phone.makeCall(DIAL), DEFAULTS)).toBe(
      '{"agent_extension":"1001","destination":"+15550001111","campaign_name":"outbound-sales","skill_id":"501"}',
    );
  });

  test("has what the request names before the brand's defaults", async () => {
    const request = { ...DIAL, campaignName: 'support', skillId: '502' };
    expect(await bodyOf(({ phone }) => phone.makeCall(request), DEFAULTS)).toBe(
      '{"agent_extension":"1001","destination":"+15550001111","campaign_name":"support","skill_id":"502"}',
    );
  });

  test.each(['2002', '911', '+1 (555) 000-1111', 'sip:agent@five9.example', '00 44 20 7946 0018'])(
    'has the destination as the caller gave it: %s',
    async (destination) => {
      const body = await bodyOf(({ phone }) => phone.makeCall({ ...DIAL, destination }));
      expect(JSON.parse(body ?? '')).toMatchObject({ destination });
    },
  );
});

describe('the body of a command about a call', () => {
  test.each(['300000000115271', '007', '9'.repeat(80), 'a b:c/ü"'])('has the id as it came: %s', async (id) => {
    const call = { ...CALL, callId: id as typeof CALL.callId, aliases: { session_id: 'guid' } };
    const text = JSON.stringify({ call_id: id });
    expect(await bodyOf(({ phone }) => phone.hangupCall(call))).toBe(text);
    expect(await bodyOf(({ phone }) => phone.getCallRecordingUrl(call))).toBe(text);
  });

  test('a transfer names its kind only when the caller asked for one', async () => {
    const request = { call: CALL, targetExtension: '1002' };
    const plain = '{"call_id":"300000000115271","target_extension":"1002"}';
    expect(await bodyOf(({ phone }) => phone.transferCall(request))).toBe(plain);
    for (const kind of ['blind', 'attended'] as const) {
      const body = await bodyOf(({ phone }) => phone.transferCall({ ...request, kind }));
      expect(body).toBe(plain.replace('}', `,"transfer_type":"${kind}"}`));
    }
  });
});

describe('headers', () => {
  test('Bearer: the key, and nothing of Basic', async () => {
    await using opened = await openScripted((transport) => transport.answer(placed));
    await opened.phone.makeCall(DIAL);
    expect(opened.transport.requests[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
  });

  test('Basic: user name and password in UTF-8, and nothing of Bearer', async () => {
    const config = { api_key: null, username: 'Jürgen', password: 'pä:ss "w/rd' };
    await using opened = await openScripted((transport) => transport.answer(placed), { config });
    await opened.phone.makeCall(DIAL);
    const expected = `Basic ${Buffer.from('Jürgen:pä:ss "w/rd', 'utf8').toString('base64')}`;
    expect(opened.transport.requests[0]?.headers['authorization']).toBe(expected);
  });

  test('no credentials towards this machine: no authorization at all', async () => {
    const config = { api_key: '', api_base_url: 'http://localhost:8080' };
    await using opened = await openScripted((transport) => transport.answer(placed), { config });
    await opened.phone.makeCall(DIAL);
    expect(Object.keys(opened.transport.requests[0]?.headers ?? {})).not.toContain('authorization');
  });

  test('connect is a GET without a body, and asks for JSON', async () => {
    await using opened = await openScripted((transport) => transport.answer({}));
    await opened.phone.connect({ correlationId: 'corr-1' });
    const [request] = opened.transport.requests;
    expect(request).toMatchObject({ method: 'GET', headers: { accept: 'application/json', 'x-correlation-id': 'corr-1' } });
    expect(request).not.toHaveProperty('body');
    expect(request?.headers).not.toHaveProperty('content-type');
  });

  test.each(COMMANDS)('%s is a POST of JSON that asks for JSON, with a correlation id', async (operation) => {
    await using opened = await openScripted((transport) => transport.answer(operation === 'makeCall' ? placed : done));
    await PERFORM[operation](opened.phone);
    expect(opened.transport.requests).toMatchObject([
      {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'x-correlation-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      },
    ]);
  });

  test.each(['makeCall', 'transferCall'] as const)('%s carries a key of its own intent, another each time', async (operation) => {
    await using opened = await openScripted((transport) => transport.answer(placed).answer(placed));
    await PERFORM[operation](opened.phone);
    await opened.phone.makeCall({ ...DIAL, destination: '2002' });
    const [first, second] = opened.transport.requests.map(({ headers }) => headers['idempotency-key']);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  test("the caller's own key and correlation id go out as they are", async () => {
    const options = { idempotencyKey: 'intent-7', correlationId: 'corr-7' };
    await using opened = await openScripted((transport) => transport.answer(placed).answer(done));
    await opened.phone.makeCall(DIAL, options);
    await opened.phone.transferCall({ call: CALL, targetExtension: '1002' }, options);
    const expected = { headers: { 'idempotency-key': 'intent-7', 'x-correlation-id': 'corr-7' } };
    expect(opened.transport.requests).toMatchObject([expected, expected]);
  });

  test.each(['hangupCall', 'getCallRecordingUrl'] as const)('%s, harmless when repeated, needs no key', async (operation) => {
    await using opened = await openScripted((transport) => transport.answer(done));
    await PERFORM[operation](opened.phone);
    expect(opened.transport.requests[0]?.headers).not.toHaveProperty('idempotency-key');
  });
});
