import { parseObject } from '../wire/exchange.ts';
import { isAnswer } from '../wire/send-request.ts';
import { callFor } from './lifecycle.ts';
import { describeEnd, findingAbout, type Scenario, type ScenarioRule } from './scenario.ts';

const RULE: ScenarioRule = {
  rule: 'hangup-twice',
  text: 'Hanging up a call that has ended is a 2xx, 410, or 409 with the code call_ended: it is not an unknown call.',
  row: 'Hangup or transfer no-ops',
  consequence: 'Whoever hangs up a moment after the customer is told that there never was such a call.',
};

/** S3: hangs a call up, and once more. */
export const HANGUP_TWICE: Scenario = {
  id: 'S3',
  title: 'hanging up twice is no error',
  level: 'standard',
  operation: 'hangup',
  destructive: true,
  run: async (context) => {
    const call = await callFor(context);
    if ('reason' in call) return { kind: 'not-verified', reason: call.reason };
    const body = JSON.stringify({ call_id: call.callId });
    const first = await context.link.post('hangup', body, context.expecting('success'));
    if (!isAnswer(first.end) || first.end.status > 299 || parseObject(first.end.body)?.['success'] === false) {
      return { kind: 'not-verified', reason: `the call could not be hung up the first time: ${describeEnd(first)}` };
    }
    const second = await context.link.post('hangup', body, context.expecting('anything'));
    return { kind: 'judged', findings: isEnded(second.end) ? [] : [findingAbout(context, second, RULE, { expected: EXPECTED })] };
  },
};

const EXPECTED = 'a 2xx, 410, or 409 with {"code": "call_ended"}';

function isEnded(end: Parameters<typeof isAnswer>[0]): boolean {
  if (!isAnswer(end)) return false;
  const body = parseObject(end.body);
  const done = end.status >= 200 && end.status <= 299 && body?.['success'] !== false;
  return done || end.status === 410 || (end.status === 409 && body?.['code'] === 'call_ended');
}
