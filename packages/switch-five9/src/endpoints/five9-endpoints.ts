import { randomUUID } from 'node:crypto';
import type { Authorisation, PathProbe, ProbeRequest, SwitchEndpoint } from '@elasticfunnels/switch-core';
import type { Five9Config } from '../config/five9-config.ts';
import { readConnectAnswer, readUnknownCallAnswer, type ProbedCommand } from './read-probe-answer.ts';

/**
 * Where the requests go and how each path is tried out. The commands name a call that cannot exist: Five9's ids are
 * digits, and this one is none. Where calls are placed nothing is posted, not even when a mistaken setting gives another
 * command the same path: no body is sure to be refused by every service.
 */
export function five9Endpoints(config: Five9Config, authorisation: Authorisation): readonly SwitchEndpoint[] {
  return [{ field: 'api_base_url', baseUrl: config.baseUrl, authorisation, probes: listProbes(config, authorisation) }];
}

function listProbes({ paths, recordingUrlFields }: Five9Config, authorisation: Authorisation): readonly PathProbe[] {
  const callId = `doctor-${randomUUID()}`;
  const command = (field: string, probed: Omit<ProbedCommand, 'authorisation'>): PathProbe =>
    probed.path === paths.makeCall ? leaveAlone(field, probed) : probeCommand(field, { ...probed, authorisation });
  const byCall = { call_id: callId };
  return [
    {
      operation: 'connect',
      field: 'rest_connect_path',
      path: paths.connect,
      request: {
        method: 'GET',
        read: (answer, now) => readConnectAnswer({ path: paths.connect, authorisation }, answer, now),
      },
    },
    {
      operation: 'makeCall',
      field: 'rest_make_call_path',
      path: paths.makeCall,
      leavesOpen: 'Whether a dial is taken, and these credentials may place one, shows only when one is placed.',
    },
    command('rest_hangup_path', { operation: 'hangupCall', path: paths.hangup, body: byCall }),
    command('rest_transfer_path', {
      operation: 'transferCall',
      path: paths.transfer,
      body: { ...byCall, target_extension: callId },
    }),
    command('rest_recording_path', {
      operation: 'getCallRecordingUrl',
      path: paths.recording,
      body: byCall,
      recordingFields: recordingUrlFields,
    }),
  ];
}

function probeCommand(field: string, probed: ProbedCommand): PathProbe {
  const { operation, path, body } = probed;
  const read: ProbeRequest['read'] = (answer, now) => readUnknownCallAnswer(probed, answer, now);
  return { operation, field, path, request: { method: 'POST', json: body, read } };
}

function leaveAlone(field: string, { operation, path }: Omit<ProbedCommand, 'authorisation'>): PathProbe {
  const leavesOpen = 'Nothing was posted to try this path out: by rest_make_call_path it is where calls are placed.';
  return { operation, field, path, leavesOpen };
}
