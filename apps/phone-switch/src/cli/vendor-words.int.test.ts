import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

const SPOILT = '\u001B[31mpwn\u001B[0m\r\nline2\u009B2J\u202Eend';
// All but the line feeds that end our own lines.
const CONTROLS = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;

describe('what a vendor says', () => {
  let rig: CommandLineRig;
  let vendor: Server;
  let answer: { status: number; body: object };
  let flags: readonly string[];
  beforeAll(async () => {
    rig = await startRig();
    vendor = createServer((_request, response) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
    await once(vendor.listen(0, '127.0.0.1'), 'listening');
    flags = ['--api-base-url', `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`];
  });
  afterAll(async () => {
    vendor.close();
    await rig[Symbol.asyncDispose]();
  });
  const dial = ['call', '--agent', '1001', '--destination', '+15550001111'];

  it('is shown on one line, without a character that a terminal acts on', async () => {
    answer = { status: 422, body: { success: false, message: SPOILT } };
    const { err } = await rig.run(...dial, ...flags);
    expect(err).toMatch(/\n {2}The switch refused\. It said: .*pwn.*line2.*end\n {2}Effect: none/);
    expect(err).not.toMatch(CONTROLS);
  });

  it('is told in JSON without such a character', async () => {
    const { out, json } = await rig.run(...dial, ...flags, '--json');
    expect(Object(json()['error']).vendorMessage).toMatch(/pwn[^]*line2[^]*end/);
    expect(out).not.toMatch(CONTROLS);
  });

  describe('in an answer that is taken', () => {
    beforeAll(() => {
      answer = { status: 200, body: { success: true, call_id: 'c-\u202Eend' } };
    });

    it('is shown in the same way', async () => {
      const { out, err } = await rig.run(...dial, ...flags);
      expect(out).toContain('Call id: c-\\u{202e}end\n');
      expect(out + err).not.toMatch(CONTROLS);
    });

    it('is the same text in JSON', async () => {
      const { out, json } = await rig.run(...dial, ...flags, '--json');
      expect(Object(Object(json()['result']).call).callId).toBe('c-\u202Eend');
      expect(out).not.toMatch(CONTROLS);
    });

    it('is shown in the main job in the same way', async () => {
      const { out, err } = await rig.run('demo', '--yes', ...flags, ...dial.slice(1));
      expect(out).toContain('call c-\\u{202e}end to');
      expect(out + err).not.toMatch(CONTROLS);
    });
  });
});
