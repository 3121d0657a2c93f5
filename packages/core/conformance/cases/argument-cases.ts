import { ok } from 'node:assert/strict';
import { type AgentExtension, type CallOptions, type CallReference, SwitchError } from '@elasticfunnels/switch-core';
import type { CaseDefinition } from '../conformance-case.ts';
import type { Scene } from '../scene.ts';

interface BadArgument {
  readonly what: string;
  /** The field that the error must name. */
  readonly path: string;
  readonly work: (scene: Scene) => Promise<unknown>;
}

// What the types rule out for careful callers, as text from elsewhere would bring it.
const asAgent = (text: string): AgentExtension => text as AgentExtension;
const asCall = (text: string): CallReference => ({ callId: text as CallReference['callId'] });

const dialWith =
  (options: CallOptions) =>
  (scene: Scene): Promise<unknown> =>
    scene.phone.makeCall(scene.request(), options);

const BAD_ARGUMENTS: readonly BadArgument[] = [
  {
    what: 'a dial of an empty agent',
    path: 'agentExtension',
    work: (scene) => scene.phone.makeCall(scene.request({ agentExtension: asAgent('') })),
  },
  {
    what: 'a dial of an empty destination',
    path: 'destination',
    work: (scene) => scene.phone.makeCall(scene.request({ destination: '' })),
  },
  {
    what: 'a dial of a destination of white space',
    path: 'destination',
    work: (scene) => scene.phone.makeCall(scene.request({ destination: '   ' })),
  },
  {
    what: 'a dial of an endless destination',
    path: 'destination',
    work: (scene) => scene.phone.makeCall(scene.request({ destination: '5'.repeat(5_000) })),
  },
  {
    what: 'a dial of a destination with a line break',
    path: 'destination',
    work: (scene) => scene.phone.makeCall(scene.request({ destination: '12345\r\n678' })),
  },
  {
    what: 'a dial for a campaign with a control character',
    path: 'campaignName',
    work: (scene) => scene.phone.makeCall(scene.request({ campaignName: 'a\u0000b' })),
  },
  { what: 'a dial with a deadline of nothing', path: 'deadlineMs', work: dialWith({ deadlineMs: 0 }) },
  {
    what: 'a dial with an idempotency key that fits into no header',
    path: 'idempotencyKey',
    work: dialWith({ idempotencyKey: 'a\nb' }),
  },
  { what: 'hanging up an empty id', path: 'callId', work: (scene) => scene.phone.hangupCall(asCall('')) },
  { what: 'hanging up an id with a line break', path: 'callId', work: (scene) => scene.phone.hangupCall(asCall('1\n2')) },
  {
    what: 'a transfer to an empty target',
    path: 'targetExtension',
    work: ({ phone, cast }) => phone.transferCall({ call: { callId: cast.unknownCallId }, targetExtension: '' }),
  },
  { what: 'the recording of an empty id', path: 'callId', work: (scene) => scene.phone.getCallRecordingUrl(asCall('')) },
];

/** What the host promises of arguments that cannot be right. */
export const argumentCases: readonly CaseDefinition[] = BAD_ARGUMENTS.map(({ what, path, work }) => ({
  name: `${what} is ARGUMENT_INVALID, names the field, and reaches nobody`,
  requires: ['host'],
  check: async (scene) => {
    const error = await scene.fails(what, work(scene), { codes: ['ARGUMENT_INVALID'], effect: 'none', retryable: false });
    const paths = SwitchError.has(error, 'ARGUMENT_INVALID') ? error.details.issues.map((issue) => issue.path) : [];
    ok(paths.includes(path), `The error must name the field ${path}; it names ${paths.join(', ') || 'none'}.`);
    await scene.assertNothingHappened(`After ${what}`);
  },
}));
