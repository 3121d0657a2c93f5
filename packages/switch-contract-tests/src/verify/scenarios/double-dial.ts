import { randomUUID } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import { type Exchange, parseObject } from '../wire/exchange.ts';
import { isAnswer } from '../wire/send-request.ts';
import { dialFor } from './lifecycle.ts';
import { describeEnd, findingAbout, type Scenario, type ScenarioContext, type ScenarioRule } from './scenario.ts';

const RULE: ScenarioRule = {
  rule: 'idempotency',
  text: 'The same Idempotency-Key dials once: a repetition gets the first answer, at the same moment also 409.',
  row: 'A person is called twice',
  consequence: 'When an answer is lost the platform repeats the request with its key, and the customer is rung twice.',
};

/** S2: the same dial twice, one after the other and at the same moment. */
export const DOUBLE_DIAL: Scenario = {
  id: 'S2',
  title: 'the same dial twice rings once',
  level: 'full',
  operation: 'makeCall',
  destructive: true,
  run: async (context) => {
    const first = await dialTwice(context, async (dial) => [await dial(), await dial()]);
    if ('reason' in first) return { kind: 'not-verified', reason: first.reason };
    const second = await dialTwice(context, (dial) => Promise.all([dial(), dial()]));
    if ('reason' in second) return { kind: 'not-verified', reason: second.reason };
    return {
      kind: 'judged',
      findings: [...judgeRepetition(context, first.exchanges), ...judgeRace(context, second.exchanges)],
    };
  },
};

type Pair = readonly [Exchange, Exchange];

async function dialTwice(
  context: ScenarioContext,
  order: (dial: () => Promise<Exchange>) => Promise<Pair>,
): Promise<{ readonly exchanges: Pair } | { readonly reason: string }> {
  const dial = await dialFor(context);
  if ('reason' in dial) return dial;
  const body = JSON.stringify({ agent_extension: dial.agent, destination: dial.destination });
  const headers = { ...(await context.target.authorise()), 'idempotency-key': `contract-kit-${randomUUID()}` };
  const exchanges = await order(() => context.link.post('makeCall', body, context.expecting('anything'), { headers }));
  const placed = exchanges.some((exchange) => findCallId(exchange) !== undefined);
  return placed ? { exchanges } : { reason: `a call could not be placed: ${describeEnd(exchanges[0])}` };
}

function findCallId({ end }: Exchange): string | undefined {
  if (!isAnswer(end) || end.status < 200 || end.status > 299) return undefined;
  const id = parseObject(end.body)?.['call_id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function judgeRepetition(context: ScenarioContext, [first, second]: Pair): readonly Finding[] {
  const [one, two] = [findCallId(first), findCallId(second)];
  if (one !== undefined && one === two) return [];
  const expected = `the first answer again, with call_id ${one ?? 'of the first call'}`;
  const actual = two === undefined ? undefined : `another call_id, ${two}: a second call was placed`;
  return [findingAbout(context, second, RULE, { expected, ...(actual === undefined ? {} : { actual }) })];
}

function judgeRace(context: ScenarioContext, pair: Pair): readonly Finding[] {
  const ids = new Set(pair.map((exchange) => findCallId(exchange)).filter((id) => id !== undefined));
  const expected = 'one call: the same call_id twice, or 409 for the one that came while the other was under way';
  if (ids.size > 1) {
    return [findingAbout(context, pair[1], RULE, { expected, actual: `two calls, ${[...ids].join(' and ')}` })];
  }
  const other = pair.find((exchange) => findCallId(exchange) === undefined);
  if (other === undefined || (isAnswer(other.end) && other.end.status === 409)) return [];
  return [findingAbout(context, other, RULE, { expected })];
}
