import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createSwitchHost,
  type DeliveryReport,
  parseAgentExtension,
  parseBrandId,
  Secret,
  signDelivery,
} from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import five9Plugin from '@elasticfunnels/switch-five9';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findLeaks } from './find-leaks.ts';
import { CUSTOMER, OTHER_SIGNING_SECRET, SHARED_SECRET, SIGNING_SECRET } from './planted.ts';
import { showEverything } from './show-everything.ts';
import { type ProcessWatch, watchProcess } from './watch-process.ts';

const SHARED = encodeURIComponent(SHARED_SECRET);
const EVENT = {
  event: 'call.ringing',
  call_id: '300000000115271',
  direction: 'inbound',
  customer_number: CUSTOMER,
  agent: { extension: '1001' },
  occurred_at: '2026-01-05T09:00:00Z',
};
const JSON_TYPE = { 'content-type': 'application/json' };

type Delivery = readonly [path: string, init: RequestInit];

function signed(secret: string, body = JSON.stringify(EVENT), timestamp = new Date()): RequestInit {
  const headers = signDelivery(new Secret(secret), { id: `msg_${randomUUID()}`, timestamp, body });
  return { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body };
}

function shared(headers: Readonly<Record<string, string>>, body = JSON.stringify(EVENT)): RequestInit {
  return { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body };
}

/** Deliveries as they should be, and everything that people get wrong: the secret in all the places where it may end up. */
const DELIVERIES: Readonly<Record<string, Delivery>> = {
  'signed well': ['/signed', signed(SIGNING_SECRET)],
  'signed with the second secret': ['/signed', signed(OTHER_SIGNING_SECRET)],
  'signed too long ago': ['/signed', signed(SIGNING_SECRET, undefined, new Date(1_000))],
  'signed well, cut off': ['/signed', signed(SIGNING_SECRET, '{"event":')],
  'signed well, no event': ['/signed', signed(SIGNING_SECRET, '{"call_id":7}')],
  'signed for another brand': ['/shared', signed(SIGNING_SECRET)],
  'the signing secret in place of a signature': ['/signed', shared({ 'webhook-signature': `v1,${SIGNING_SECRET}` })],
  'the signing secret as the id': ['/signed', shared({ 'webhook-id': SIGNING_SECRET, 'webhook-timestamp': SIGNING_SECRET })],
  'the signing secret in the query': [`/signed?secret=${encodeURIComponent(SIGNING_SECRET)}`, signed(SIGNING_SECRET)],
  'the signing secret as Bearer': ['/signed', shared({ authorization: `Bearer ${SIGNING_SECRET}` })],
  'the signing secret as the content type': ['/signed', shared({ 'content-type': SIGNING_SECRET })],
  'shared, in its header': ['/shared', shared({ authorization: `Bearer ${SHARED_SECRET}` })],
  'shared, without the word Bearer': ['/shared', shared({ authorization: SHARED_SECRET })],
  'shared, as Basic': ['/shared', shared({ authorization: `Basic ${Buffer.from(`:${SHARED_SECRET}`).toString('base64')}` })],
  'shared, cut off': ['/shared', shared({ authorization: `Bearer ${SHARED_SECRET.slice(0, -1)}` })],
  'shared, in the query of a POST': [`/shared?key=${SHARED}`, shared({})],
  'shared, in the query of a GET': [`/shared?key=${SHARED}&call_id=1&event=call.ringing&ani=%2B12025550143`, { method: 'GET' }],
  'shared, twice in the query': [`/shared?key=${SHARED}&key=${SHARED}`, { method: 'GET' }],
  'shared, in a query of another name': [`/shared?token=${SHARED}&call_id=1`, { method: 'GET' }],
  'shared, where no event is': [`/shared?key=${SHARED}`, { method: 'GET' }],
  'shared, to no brand': [`/nobody?key=${SHARED}`, { method: 'GET' }],
  'shared, as the brand': [`/${SHARED}`, shared({})],
  'shared, with a body that is none': [`/shared?key=${SHARED}`, shared({}, SHARED_SECRET)],
  'shared, with another method': [`/shared?key=${SHARED}`, { method: 'PUT', body: SHARED_SECRET }],
};

let watch: ProcessWatch;
beforeAll(() => {
  watch = watchProcess();
});
afterAll(() => watch[Symbol.dispose]());

describe('no secret shows of a delivery: in its answer, the log, the report or what the screen gets', () => {
  test.each(Object.entries(DELIVERIES))('%s', async (_name, [path, init]) => {
    const logger = new RecordingLogger();
    await using host = createSwitchHost({ logger });
    host.register(five9Plugin);
    const config = { api_base_url: 'https://five9.example', api_key: 'unused' };
    const signing_secrets = [SIGNING_SECRET, OTHER_SIGNING_SECRET];
    host.setBrand('signed', { plugin: 'five9', config, screenPop: { signing_secrets } });
    const screenPop = { shared_secrets: [SHARED_SECRET], shared_secret_parameter: 'key' };
    host.setBrand('shared', { plugin: 'five9', config, screenPop });
    const seen: unknown[] = [];
    for (const agentExtension of [undefined, parseAgentExtension('1001')]) {
      for (const brandId of [parseBrandId('signed'), parseBrandId('shared')]) {
        const topic = { brandId, ...(agentExtension === undefined ? {} : { agentExtension }) };
        await host.screenPops.subscribe(topic, (entry) => void seen.push(entry));
      }
    }
    const reports: DeliveryReport[] = [];
    const directory = { find: () => Promise.reject(new Error('the directory is down')) };
    const receiver = host.receiveScreenPops({ directory, onDelivery: (report) => void reports.push(report) });
    const answer = await deliver(receiver.listener, path, init);
    expect(reports).toHaveLength(1);
    const shown = [
      answer,
      ...[reports, seen, logger.entries, host, receiver].map((value) => showEverything(value)),
      watch.take(),
    ];
    expect(findLeaks(shown.join('\n'))).toEqual([]);
  });
});

/** Sends it over a real connection; the whole answer as text. */
async function deliver(listener: RequestListener, path: string, init: RequestInit): Promise<string> {
  const server = createServer(listener);
  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return [response.status, JSON.stringify([...response.headers]), await response.text()].join('\n');
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
