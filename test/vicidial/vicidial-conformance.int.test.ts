import { conformanceCases } from '@elasticfunnels/switch-core/conformance';
import { describe, expect, it } from 'vitest';
import { vicidialSubject } from './vicidial-subject.ts';

const cases = conformanceCases(vicidialSubject('host'));
const bare = conformanceCases(vicidialSubject('driver'));

describe('the ViciDial driver keeps what every switch promises', () => {
  // At the same time: each case has a world of its own, and waits for agents' screens.
  it.concurrent.each(cases.filter(({ skip }) => skip === undefined))('$name', ({ run }) => run());

  it('leaves out no promise but those that do not apply to it', () => {
    const left = cases.filter(({ skip }) => skip !== undefined).map(({ name, skip }) => `${name}: ${skip}`);
    expect(left).toMatchInlineSnapshot(`
      [
        "the campaign and the skill of a dial reach the switch: the subject cannot provide campaigns: ViciDial dials for the campaign that the agent is logged into, and knows no skill for a dial",
        "a dial for a campaign that nobody knows is refused as CAMPAIGN_INVALID, with effect none, and rings nobody: the subject cannot provide campaigns: ViciDial dials for the campaign that the agent is logged into, and knows no skill for a dial",
        "a dial of a barred destination is refused as DESTINATION_BLOCKED, with effect none, and rings nobody: the subject cannot provide blocked-destinations: ViciDial answers SUCCESS for a number on its do-not-call list, and tells only the agent",
        "a dial that is told to come later rings once when it is repeated, and else nobody: RATE_LIMITED: the subject cannot provide trouble:rate-limit-once: ViciDial has no rate limits",
        "a dial of unknown outcome that is repeated with its idempotency key never rings a second time: the subject cannot provide idempotency: ViciDial knows no idempotency keys; the host’s dial guard stands in",
        "a dial that is repeated with its idempotency key rings once, gives the same call, and says that it is replayed: the subject cannot provide idempotency: ViciDial knows no idempotency keys; the host’s dial guard stands in",
        "a dial that is repeated with its idempotency key after the call has ended does not ring again: the subject cannot provide idempotency: ViciDial knows no idempotency keys; the host’s dial guard stands in",
        "the idempotency key of one dial is refused for another, which rings nobody: the subject cannot provide idempotency: ViciDial knows no idempotency keys; the host’s dial guard stands in",
        "an attended transfer by a switch that cannot do one is CAPABILITY_MISSING, and the call stays with the agent: the capability transfer.attended is declared",
        "a recording that was deleted is none, with the reason expired, never pending: the subject cannot provide expire-recording: ViciDial deletes the row of a recording with the recording, so that nobody can tell that there was one",
        "an id of nineteen digits, which no number can hold, survives unchanged, and leads to its call: the subject cannot provide choose-call-id: ViciDial makes its call ids of the time and the lead",
        "an id with leading zeros survives unchanged, and leads to its call: the subject cannot provide choose-call-id: ViciDial makes its call ids of the time and the lead",
        "an id that looks like an exponent survives unchanged, and leads to its call: the subject cannot provide choose-call-id: ViciDial makes its call ids of the time and the lead",
        "an id in mixed case survives unchanged, and leads to its call: the subject cannot provide choose-call-id: ViciDial makes its call ids of the time and the lead",
        "an id with slashes, percent and plus signs survives unchanged, and leads to its call: the subject cannot provide choose-call-id: ViciDial makes its call ids of the time and the lead",
        "getAgentStatus of a switch without agent.status is CAPABILITY_MISSING, never a silent nothing: the capability agent.status is declared",
        "findCall of a switch without call.status is CAPABILITY_MISSING, never a silent nothing: the capability call.status is declared",
        "an error on a barred destination does not show the number: the subject cannot provide blocked-destinations: ViciDial answers SUCCESS for a number on its do-not-call list, and tells only the agent",
      ]
    `);
  });
});

describe('the driver keeps its own part of them without the host', () => {
  it.concurrent.each(bare.filter(({ skip }) => skip === undefined))('$name', ({ run }) => run());

  it('leaves out beyond that only what the host keeps', () => {
    const leftWithHost = new Set(cases.filter(({ skip }) => skip !== undefined).map(({ name }) => name));
    const more = bare.filter(({ name, skip }) => skip !== undefined && !leftWithHost.has(name));
    expect(new Set(more.map(({ skip }) => skip))).toEqual(
      new Set(['the host keeps this promise, and the subject is a driver without it']),
    );
  });
});
