import { DEFAULT_PATHS, DEFAULT_RECORDING_FIELDS, type Five9Paths } from '@elasticfunnels/switch-five9';
import { EXAMPLE_CREDENTIALS, REFUSED } from '../catalogue/examples.ts';
import type { ConsumerCase } from './consumer-case.test.fixture.ts';

/** How the driver is set up while a pact is recorded. */
export interface RecordingSetup {
  /** Where Pact writes. */
  readonly directory: string;
  /** The path of the base URL; with or without a slash at the end. */
  readonly prefix?: string;
  readonly paths?: Partial<Five9Paths>;
  readonly scheme: 'bearer' | 'basic';
  readonly campaignName?: string;
  readonly skillId?: string;
  readonly recordingUrlFields?: readonly string[];
}

/** What the driver's settings form is filled in with. */
export function settingsOf(
  serverUrl: string,
  { rejectedCredentials }: ConsumerCase,
  setup: RecordingSetup,
): Readonly<Record<string, unknown>> {
  const { token, username, password } = EXAMPLE_CREDENTIALS;
  const rejected = rejectedCredentials === true;
  const { connect, makeCall, hangup, transfer, recording } = { ...DEFAULT_PATHS, ...setup.paths };
  return {
    api_base_url: `${serverUrl}${setup.prefix ?? ''}`,
    ...(setup.scheme === 'bearer'
      ? { api_key: rejected ? REFUSED.token : token }
      : { username, password: rejected ? REFUSED.token : password }),
    rest_connect_path: connect,
    rest_make_call_path: makeCall,
    rest_hangup_path: hangup,
    rest_transfer_path: transfer,
    rest_recording_path: recording,
    recording_url_fields: [...(setup.recordingUrlFields ?? DEFAULT_RECORDING_FIELDS)],
    ...(setup.campaignName === undefined ? {} : { campaign_name: setup.campaignName }),
    ...(setup.skillId === undefined ? {} : { skill_id: setup.skillId }),
  };
}
