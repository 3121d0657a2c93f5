import { LOOPBACK_ALLOWED } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { CALL, failureOf, openScripted, type VicidialPhone, type VicidialPhoneOptions } from '../vicidial-phone.test.fixture.ts';

const LOGGED = {
  body:
    'call_id\tcusttime\tcall_date\tphone\tcall_type\tcampaign_id\tlist_id\tstatus\tuser\n' +
    `${CALL.callId}\t10\t2026-01-05 07:00:16\t5550001111\tOUTBOUND_MANUAL\tTESTCAMP\t999\tSALE\t1001\n`,
};

type Row = readonly [start: string, user: string, seconds: string, location: string];

function open(rows: readonly Row[], options: VicidialPhoneOptions = {}): Promise<VicidialPhone> {
  const lines = rows.map(([start, user, seconds, location], index) => [start, user, 534_820 + index, 876_401, seconds, location]);
  const body = lines.map((line) => `${line.join('\t')}\n`).join('');
  return openScripted((transport) => transport.answer(LOGGED).answer({ body }), options);
}

const OURS: Row = ['2026-01-05 07:00:05', '1001', '9', 'https://files.example/ours.mp3?sig=a|b'];

describe('the recording of this call, of all that its lead has', () => {
  test.each<[string, readonly Row[]]>([
    ['alone', [OURS]],
    ['after one of yesterday', [['2026-01-04 07:00:05', '1001', '9', 'https://files.example/other.mp3'], OURS]],
    ['before one of a later call', [OURS, ['2026-01-05 07:00:09', '1001', '9', 'https://files.example/second.mp3']]],
    ['beside one of another agent', [['2026-01-05 07:00:04', '1002', '9', 'https://files.example/other.mp3'], OURS]],
  ])('%s', async (_name, rows) => {
    await using vicidial = await open(rows);
    expect(await vicidial.phone.getCallRecordingUrl(CALL)).toEqual({
      status: 'available',
      url: new URL('https://files.example/ours.mp3?sig=a|b'),
      durationSeconds: 9,
    });
    expect(vicidial.asked()[1]).toEqual({ function: 'recording_lookup', lead_id: '876401', stage: 'tab', duration: 'Y' });
  });

  test('without a location is pending, and without a length says none', async () => {
    await using pending = await open([['2026-01-05 07:00:05', '1001', '0', '']]);
    expect(await pending.phone.getCallRecordingUrl(CALL)).toEqual({ status: 'pending' });
    await using ready = await open([['2026-01-05 07:00:05', '1001', '', 'https://files.example/ours.mp3']]);
    expect(await ready.phone.getCallRecordingUrl(CALL)).not.toHaveProperty('durationSeconds');
  });
});

describe('a location that cannot be handed on', () => {
  test.each(['http://files.example/a.mp3', '/RECORDINGS/a.mp3', 'javascript:alert(1)', 'https://u:p@files.example/a.mp3'])(
    '%s',
    async (location) => {
      await using vicidial = await open([['2026-01-05 07:00:05', '1001', '9', location]]);
      const error = await failureOf(vicidial.phone.getCallRecordingUrl(CALL));
      expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', details: { reason: 'unusable_url' } });
    },
  );

  test('http is handed on where the policy of the host allows it', async () => {
    const network = { ...LOOPBACK_ALLOWED, plainHttp: 'anywhere' } as const;
    await using vicidial = await open([['2026-01-05 07:00:05', '1001', '9', 'http://files.example/a.mp3']], { network });
    expect(await vicidial.phone.getCallRecordingUrl(CALL)).toMatchObject({ status: 'available' });
  });
});

test.each([
  ['cut off in the middle', '2026-01-05 07:00:05\t1001\t534820\t876401\t9\thttps://files.exa'],
  ['with a column too few', '2026-01-05 07:00:05\t1001\t534820\t876401\thttps://files.example/a.mp3\n'],
  ['with a header for a row', 'start_time\tuser\trecording_id\tlead_id\tduration\tlocation\n'],
])('rows that are %s are not read', async (_name, body) => {
  await using vicidial = await openScripted((transport) => transport.answer(LOGGED).answer({ body }));
  expect(await failureOf(vicidial.phone.getCallRecordingUrl(CALL))).toMatchObject({ code: 'CONTRACT_VIOLATED', effect: 'none' });
});
