import { generateSigningSecret, Secret, signDelivery } from '@elasticfunnels/switch-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';
import { type Listening, startListen } from './listening-rig.test.fixture.ts';

const POP_SECRET = generateSigningSecret();
const SIGNED = { environment: { POP_SECRET } };
const MESSAGE = {
  event: 'call.ringing',
  call_id: '300000000000001',
  direction: 'inbound',
  agent: { extension: '1001' },
  occurred_at: '2026-01-01T00:00:00Z',
};

describe('what listen says of a delivery that it cannot read', () => {
  let rig: CommandLineRig;
  let sent = 0;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  const deliver = async ({ url }: Listening, payload: unknown): Promise<number> => {
    const body = JSON.stringify(payload);
    const signed = signDelivery(new Secret(POP_SECRET), { id: `msg_${(sent += 1)}`, timestamp: new Date(), body });
    return (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...signed }, body })).status;
  };
  const listen = (flags: Parameters<typeof startListen>[1] = {}): Promise<Listening> =>
    startListen(rig.directory, { secretEnv: 'POP_SECRET', ...flags }, SIGNED);

  it.each([[[MESSAGE]], ['a text'], [7]])(
    'JSON that is no object is told as that, and not as JSON that does not parse: %j',
    async (payload) => {
      await using running = await listen();
      expect(await deliver(running, payload)).toBe(400);
      expect(running.out()).toContain('detail    not an object\n   next      Have the sender write one JSON object');
    },
  );

  it('every field that is wrong is told, and the last of them too', async () => {
    await using running = await listen();
    const payload = {
      ...MESSAGE,
      call_id: '',
      event_id: 1,
      customer_number: 2,
      campaign: [],
      skill: {},
      agent: { extension: 3 },
    };
    expect(await deliver(running, payload)).toBe(422);
    const [detail = ''] = /detail .*/.exec(running.out()) ?? [];
    for (const field of ['call_id', 'event_id', 'customer_number', 'campaign', 'skill', 'agent.extension']) {
      expect(detail).toContain(field);
    }
    expect(detail).not.toContain('…');
  });

  it('JSON for a machine has no character that a terminal acts on, and means the same', async () => {
    await using running = await listen({ json: true });
    const campaign = '\u001B[31mred\u009B\u202E\nline';
    expect(await deliver(running, { ...MESSAGE, campaign })).toBe(200);
    expect(running.out()).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(running.lines().at(-1)).toMatchObject({ event: { campaign } });
  });

  it('numbers of the file that cannot be read are shown as they stand there, but for --mask', async () => {
    await rig.write('customers.csv', 'id,phone\nc-1,12\nc-2,\u001B[31m+1202555\n');
    await using whole = await listen({ customers: 'customers.csv' });
    expect(whole.err()).toContain('nobody is found: "12" of c-1, "\\u{1b}[31m+1202555" of c-2.\n');
    await using masked = await listen({ customers: 'customers.csv', mask: true });
    expect(masked.err()).toContain('nobody is found: ••••• of c-1, ');
    expect(masked.err()).not.toMatch(/12|202555/);
  });
});
