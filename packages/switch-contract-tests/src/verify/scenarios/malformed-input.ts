import type { ContractOperation } from '../../catalogue/interactions.ts';
import type { Finding } from '../model/finding.ts';
import { type Exchange, parseObject } from '../wire/exchange.ts';
import { isAnswer } from '../wire/send-request.ts';
import { findingAbout, type Scenario, type ScenarioContext, type ScenarioRule } from './scenario.ts';

const RULE: ScenarioRule = {
  rule: 'malformed-input',
  text: 'Input that breaks the contract is refused with a 4xx in JSON, and dials nobody.',
  row: 'Make call returns 4xx with a JSON error',
};
const LOST: ScenarioRule = {
  rule: 'campaign-and-skill',
  text: 'A campaign or a skill that does not exist is refused with a 4xx: what is left out is dialled as another.',
  row: 'Agent cannot dial',
  consequence: 'The call shows the number of another campaign, and counts for it.',
};
const NOBODY_HAS = 'contract-kit-nobody-has-this';

interface Malformed {
  readonly operation: Exclude<ContractOperation, 'connect'>;
  readonly what: string;
  readonly body: (context: ScenarioContext) => string;
  /** Names a number that might be dialled after all. */
  readonly names?: 'number';
  /** What it breaks, if that is not the shape of the input. */
  readonly rule?: ScenarioRule;
}

const json =
  (value: unknown): (() => string) =>
  () =>
    JSON.stringify(value);

const INPUTS: readonly Malformed[] = [
  { operation: 'makeCall', what: 'a body that is cut off', body: () => '{"agent_extension":"' },
  { operation: 'makeCall', what: 'an empty object', body: json({}) },
  { operation: 'makeCall', what: 'an array', body: json([]) },
  {
    operation: 'makeCall',
    what: 'no destination',
    body: ({ fixtures }) => JSON.stringify({ agent_extension: agentOf(fixtures) }),
  },
  {
    operation: 'makeCall',
    what: 'a destination that is null',
    body: ({ fixtures }) => JSON.stringify({ agent_extension: agentOf(fixtures), destination: null }),
  },
  { operation: 'makeCall', what: 'no agent', body: json({ destination: '+15550001111' }), names: 'number' },
  { operation: 'makeCall', what: 'a campaign that does not exist', body: dialWith('campaign_name'), names: 'number', rule: LOST },
  { operation: 'makeCall', what: 'a skill that does not exist', body: dialWith('skill_id'), names: 'number', rule: LOST },
  { operation: 'hangup', what: 'no call_id', body: json({}) },
  { operation: 'hangup', what: 'an empty call_id', body: json({ call_id: '' }) },
  { operation: 'hangup', what: 'a body that is cut off', body: () => '{"call_id"' },
  { operation: 'transfer', what: 'no call_id and no target', body: json({}) },
  { operation: 'recording', what: 'no call_id', body: json({}) },
];

/** S5: what no driver would send. */
export const MALFORMED_INPUT: Scenario = {
  id: 'S5',
  title: 'malformed input is refused, and dials nobody',
  level: 'standard',
  operation: 'several',
  destructive: false,
  run: async (context) => {
    const findings: Finding[] = [];
    for (const { operation, what, body, names, rule } of INPUTS) {
      if (!context.destructive && names !== undefined) continue;
      const exchange = await context.link.post(operation, body(context), context.expecting('refusal'));
      if (context.signal.aborted) return { kind: 'not-verified', reason: 'the run was interrupted' };
      if (isRefused(exchange)) continue;
      findings.push(findingAbout(context, exchange, rule ?? RULE, { expected: `a 4xx with a JSON error to ${what}` }));
    }
    return { kind: 'judged', findings };
  },
};

function dialWith(field: 'campaign_name' | 'skill_id'): Malformed['body'] {
  return ({ fixtures }) =>
    JSON.stringify({
      agent_extension: agentOf(fixtures),
      destination: fixtures.destination ?? '+15550001111',
      [field]: NOBODY_HAS,
    });
}

function agentOf({ agent }: ScenarioContext['fixtures']): string {
  return agent ?? '1001';
}

function isRefused({ end }: Exchange): boolean {
  if (!isAnswer(end)) return false;
  return end.status >= 400 && end.status <= 499 && end.status !== 401 && parseObject(end.body) !== undefined;
}
