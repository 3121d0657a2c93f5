import { readFileSync } from 'node:fs';
import { DEFAULT_FIELD_MAP, type FieldMap, readMappedEvent, type ScreenPopEvent } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { vicidialPlugin } from '@elasticfunnels/switch-vicidial';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/screen-pop-fields.md', import.meta.url), 'utf8');

/** The fenced blocks of the page: `json`, `form` or `query`, and for whom. */
const blocks = [...page.matchAll(/^```(\w+) ([\w -]+)\n(.*?)\n```$/gms)].map(([, kind = '', reader = '', text = '']) => ({
  kind,
  reader,
  payload: kind === 'json' ? (JSON.parse(text) as unknown) : Object.fromEntries(new URLSearchParams(text)),
}));

const SOURCES = {
  five9: five9Plugin.configure({ api_base_url: 'https://proxy.example', api_key: 'key' }).screenPop(),
  vicidial: vicidialPlugin
    .configure({
      api_url: 'https://dialler.example/vicidial/non_agent_api.php',
      agent_api_url: 'https://dialler.example/agc/api.php',
      user: 'apiuser',
      pass: 'a-password',
      source: 'tests',
    })
    .screenPop(),
};

function decode(kind: string, reader: string, fieldMap: FieldMap = {}): readonly (ScreenPopEvent | undefined)[] {
  const source = SOURCES[reader.startsWith('five9') ? 'five9' : 'vicidial'];
  return blocks
    .filter((block) => block.kind === kind && block.reader === reader)
    .map(({ payload }) => source?.decode(payload, fieldMap));
}

const columnsOf = (line: string): string[] => [...line.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe('docs/screen-pop-fields.md', () => {
  it('has the names that are looked under, in their order', () => {
    const rows = [...page.matchAll(/^\| `.*$/gm)].map(([line]) => columnsOf(line));
    expect(Object.fromEntries(rows.map(([part, ...names]) => [part, names]))).toEqual(DEFAULT_FIELD_MAP);
  });

  it('has a canonical message that is read whole', () => {
    const [event, ...others] = decode('json', 'five9');
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      event: 'call.ringing',
      eventId: 'd3a21742-5c43-4e42-b864-fadf70120688',
      callId: '300000000115271',
      customerNumber: '+15557654321',
      agent: { extension: '1001' },
      occurredAt: new Date('2026-01-05T09:00:00.000Z'),
    });
  });

  it('has web connectors that pop the customer to the agent', () => {
    expect(decode('form', 'five9')).toEqual([
      {
        event: 'call.answered',
        callId: '300000000115271',
        aliases: { session_id: '6243AF1D5D0B4D9A91F379CF5D3422A3' },
        direction: 'inbound',
        customerNumber: '5557654321',
        dialledNumber: '8005550100',
        agent: { extension: '1001' },
        campaign: 'support',
        skill: 'gold',
        attributes: {},
      },
    ]);
    expect(decode('query', 'five9')).toEqual([
      {
        event: 'call.ended',
        callId: '300000000115272',
        direction: 'outbound',
        customerNumber: '5557654321',
        dialledNumber: '5557654321',
        agent: { extension: '1001' },
        attributes: {},
      },
    ]);
  });

  it('has a Start Call URL that pops the customer to the agent', () => {
    expect(decode('query', 'vicidial')).toEqual([
      {
        event: 'call.answered',
        callId: 'Y1050700010000876401',
        aliases: { lead_id: '876401', uniqueid: '1767614401.1235' },
        direction: 'inbound',
        customerNumber: '5557654321',
        dialledNumber: '8005550100',
        agent: { extension: '1004' },
        campaign: 'TESTCAMP',
        skill: 'SALESLINE',
        occurredAt: new Date('2026-01-05T12:00:01.000Z'),
        attributes: {},
      },
    ]);
  });

  it('has a field map that reads what nothing else would', () => {
    const fieldMap = blocks.find(({ reader }) => reader === 'field-map')?.payload as FieldMap;
    expect(decode('json', 'five9 mapped')).toEqual([undefined]);
    expect(decode('json', 'five9 mapped', fieldMap)).toMatchObject([
      { callId: '300000000115271', customerNumber: '+15557654321', agent: { extension: '1001' } },
    ]);
  });

  it.each([
    ['direction', { inbound: /`inbound`, `in`, `incoming`/, outbound: /`outbound`, .*?`predictive`/s }],
    [
      'event',
      {
        'call.ringing': /`ringing`, .*?`preview`/s,
        'call.answered': /`answered`, .*?`talking`/s,
        'call.ended': /`ended`,.*?`dispositioned`/s,
        'recording.ready': /`recording.ready`, `RecordingAvailable`/,
      },
    ],
  ] as const)('has words for the %s that are understood so', (part, meanings) => {
    const section = page.slice(page.indexOf(`- **The ${part}**`));
    for (const [meaning, words] of Object.entries(meanings)) {
      const listed = columnsOf(words.exec(section)?.[0] ?? '');
      expect(listed.length).toBeGreaterThan(1);
      for (const word of listed)
        expect(readMappedEvent({ call_id: '1', [part]: word }, {}), word).toMatchObject({ [part]: meaning });
    }
  });
});
