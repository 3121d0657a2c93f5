import { describe, expect, test } from 'vitest';
import { recordPact } from '../consumer/pact-cases.test.fixture.ts';
import type { RecordingSetup } from '../consumer/recording-setup.test.fixture.ts';
import { formatJson } from '../pact/pact-file.ts';
import { generatePacts } from './generate-pacts.ts';

const base = 'https://proxy.example';
const paths = {
  connect: '/health',
  makeCall: '/v2/dial',
  hangup: '/v2/end',
  transfer: '/v2/move',
  recording: '/v2/audio?kind=a&kind=b',
};
const pathSettings = {
  rest_connect_path: paths.connect,
  rest_make_call_path: paths.makeCall,
  rest_hangup_path: paths.hangup,
  rest_transfer_path: paths.transfer,
  rest_recording_path: paths.recording,
};

interface Case {
  readonly what: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly setup: Omit<RecordingSetup, 'directory'>;
}

const cases: readonly Case[] = [
  { what: 'default paths', settings: { api_base_url: base, api_key: 'k' }, setup: { scheme: 'bearer' } },
  {
    what: 'its own paths below a prefix',
    settings: { api_base_url: `${base}/api/`, api_key: 'k', ...pathSettings },
    setup: { scheme: 'bearer', prefix: '/api/', paths },
  },
  { what: 'Basic', settings: { api_base_url: base, username: 'u', password: 'p' }, setup: { scheme: 'basic' } },
  {
    what: 'a campaign and a skill of its own',
    settings: { api_base_url: base, api_key: 'k', campaign_name: 'spring', skill_id: '77' },
    setup: { scheme: 'bearer', campaignName: 'spring', skillId: '77' },
  },
  {
    what: 'another field for the recording',
    settings: { api_base_url: base, api_key: 'k', recording_url_fields: ['data.audio.url', 'link'] },
    setup: { scheme: 'bearer', recordingUrlFields: ['data.audio.url', 'link'] },
  },
];

describe('a generated pact is what the driver records with the same settings, byte for byte', () => {
  test.each(cases)('$what', async ({ settings, setup }) => {
    const published = { core: await recordPact('core'), extended: await recordPact('extended') };
    const recorded = [await recordPact('core', setup), await recordPact('extended', setup)];
    expect(generatePacts(settings, published).map(formatJson)).toEqual(recorded.map(formatJson));
  });
});
