import { POPPED_CALL } from '../../screen-pop/screen-pop-checks.ts';
import { SCREEN_POP_RULES } from '../../screen-pop/screen-pop-rules.ts';
import { parseObject } from '../wire/exchange.ts';
import { isAnswer } from '../wire/send-request.ts';
import { findingAbout, type Scenario } from './scenario.ts';

/** S6: hangs up the call that a screen pop named, by the id that it named it by. */
export function poppedCallScenario(callId: string): Scenario {
  const { id, title, destructive } = POPPED_CALL;
  return {
    id,
    title,
    level: 'standard',
    operation: 'hangup',
    destructive,
    run: async (context) => {
      const body = JSON.stringify({ call_id: callId });
      const exchange = await context.link.post('hangup', body, context.expecting('anything'));
      const { end } = exchange;
      const answer = isAnswer(end) ? parseObject(end.body) : undefined;
      if (isAnswer(end) && end.status <= 299 && answer?.['success'] !== false) return { kind: 'judged', findings: [] };
      const hasEnded = isAnswer(end) && (end.status === 410 || (end.status === 409 && answer?.['code'] === 'call_ended'));
      if (hasEnded) return { kind: 'judged', findings: [], notes: ['it had ended by then: the id is known all the same'] };
      const { text, consequence } = SCREEN_POP_RULES['pop-call-id'];
      const rule = { rule: 'pop-call-id', text, row: 'Hangup or transfer no-ops', consequence } as const;
      return { kind: 'judged', findings: [findingAbout(context, exchange, rule, { expected: 'a 2xx: the call rings' })] };
    },
  };
}
