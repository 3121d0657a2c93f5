import { conformanceCases } from '@elasticfunnels/switch-core/conformance';
import { describe, expect, it } from 'vitest';
import { five9Subject } from './five9-subject.ts';

const cases = conformanceCases(five9Subject);

describe('the Five9 driver keeps what every switch promises', () => {
  it.each(cases.filter(({ skip }) => skip === undefined))('$name', ({ run }) => run());

  it('leaves out no promise but those that do not apply to it', () => {
    const left = cases.filter(({ skip }) => skip !== undefined).map(({ name, skip }) => `${name}: ${skip}`);
    expect(left).toMatchInlineSnapshot(`
      [
        "an attended transfer by a switch that cannot do one is CAPABILITY_MISSING, and the call stays with the agent: the capability transfer.attended is declared",
        "an id of nineteen digits, which no number can hold, survives unchanged, and leads to its call: the subject cannot provide choose-call-id: the simulated Five9 numbers its calls itself",
        "an id with leading zeros survives unchanged, and leads to its call: the subject cannot provide choose-call-id: the simulated Five9 numbers its calls itself",
        "an id that looks like an exponent survives unchanged, and leads to its call: the subject cannot provide choose-call-id: the simulated Five9 numbers its calls itself",
        "an id in mixed case survives unchanged, and leads to its call: the subject cannot provide choose-call-id: the simulated Five9 numbers its calls itself",
        "an id with slashes, percent and plus signs survives unchanged, and leads to its call: the subject cannot provide choose-call-id: the simulated Five9 numbers its calls itself",
        "the status of an agent tells ready from logged out: the capability agent.status is not declared",
        "the status of an agent on a call is on_call, and names that call where it names one: the capability agent.status is not declared",
        "the status of an agent whom nobody knows is AGENT_NOT_FOUND: the capability agent.status is not declared",
        "findCall finds the call that a dial has become, and for a reference that nobody knows nothing: the capability call.status is not declared",
      ]
    `);
  });
});
