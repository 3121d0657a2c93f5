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
const ENDS: ScenarioRule = {
  rule: 'hangup-ends-call',
  text: 'A hangup that is answered with a 2xx has ended the call: it can no longer be transferred.',
  row: 'Hangup or transfer no-ops',
  consequence: 'The agent believes that the call is over while the customer hears everything.',
};

/** S3: hangs a call up, once more, and tries to move what has ended. */
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
    const again = isEnded(second.end) ? [] : [findingAbout(context, second, RULE, { expected: EXPECTED })];
    const { transferTo } = context.fixtures;
    if (transferTo === undefined) return { kind: 'judged', findings: again };
    const move = JSON.stringify({ call_id: call.callId, target_extension: transferTo });
    const third = await context.link.post('transfer', move, context.expecting('anything'));
    const alive = isDone(third.end) ? [findingAbout(context, third, ENDS, { expected: 'a 4xx: the call was hung up' })] : [];
    return { kind: 'judged', findings: [...again, ...alive] };
  },
};

const EXPECTED = 'a 2xx, 410, or 409 with {"code": "call_ended"}';

function isEnded(end: Parameters<typeof isAnswer>[0]): boolean {
  if (!isAnswer(end)) return false;
  return isDone(end) || end.status === 410 || (end.status === 409 && parseObject(end.body)?.['code'] === 'call_ended');
}

function isDone(end: Parameters<typeof isAnswer>[0]): boolean {
  return isAnswer(end) && end.status >= 200 && end.status <= 299 && parseObject(end.body)?.['success'] !== false;
}
