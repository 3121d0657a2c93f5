import { randomUUID } from 'node:crypto';
import type { ContractOperation } from '../../catalogue/interactions.ts';
import type { Finding } from '../model/finding.ts';
import type { Exchange } from '../wire/exchange.ts';
import { isAnswer } from '../wire/send-request.ts';
import { findingAbout, type Scenario, type ScenarioContext, type ScenarioRule } from './scenario.ts';

const RULE: ScenarioRule = {
  rule: 'rejected-credentials',
  text: 'Credentials that are not valid are answered 401, at every path.',
  row: '401/403 on all calls',
  consequence: 'Whoever finds the address can place calls on your account.',
};

const OPERATIONS: readonly ContractOperation[] = ['connect', 'makeCall', 'hangup', 'transfer', 'recording'];

/** S4: every path with wrong, missing and foreign credentials. What is sent could do no harm if they were accepted. */
export const AUTHENTICATION_MATRIX: Scenario = {
  id: 'S4',
  title: 'only the good credentials are good, at every path',
  level: 'standard',
  operation: 'several',
  destructive: false,
  run: async (context) => {
    const { scheme } = context.target;
    if (scheme === 'none') return { kind: 'not-verified', reason: 'there are no credentials: give --api-key-env or --username' };
    const findings: Finding[] = [];
    for (const { name, header } of presentations(scheme)) {
      for (const operation of OPERATIONS) {
        const exchange = await ask(context, operation, header);
        if (context.signal.aborted) return { kind: 'not-verified', reason: 'the run was interrupted' };
        if (isRefused(exchange)) continue;
        findings.push(findingAbout(context, exchange, RULE, { expected: `HTTP 401 to a request with ${name}` }));
      }
    }
    return { kind: 'judged', findings: onePerOperation(findings) };
  },
};

interface Presentation {
  readonly name: string;
  readonly header: string | undefined;
}

function presentations(scheme: 'Bearer' | 'Basic'): readonly Presentation[] {
  const stranger = `nobody-${randomUUID()}`;
  const basic = `Basic ${Buffer.from(`nobody:${stranger}`).toString('base64')}`;
  return [
    { name: 'no credentials', header: undefined },
    { name: `a wrong ${scheme === 'Bearer' ? 'key' : 'password'}`, header: scheme === 'Bearer' ? `Bearer ${stranger}` : basic },
    { name: `the scheme ${scheme} and nothing after it`, header: scheme },
    {
      name: `${scheme === 'Bearer' ? 'Basic' : 'Bearer'} credentials that nobody was given`,
      header: scheme === 'Bearer' ? basic : `Bearer ${stranger}`,
    },
  ];
}

function ask({ link, expecting }: ScenarioContext, operation: ContractOperation, header: string | undefined): Promise<Exchange> {
  const call = { call_id: randomUUID() };
  const bodies: Readonly<Record<ContractOperation, object>> = {
    connect: {},
    // No number, so that nobody is rung where credentials are not looked at.
    makeCall: { agent_extension: '99', destination: 'not-a-number' },
    hangup: call,
    transfer: { ...call, target_extension: '99' },
    recording: call,
  };
  const headers: Readonly<Record<string, string>> = header === undefined ? {} : { authorization: header };
  return link.post(operation, JSON.stringify(bodies[operation]), expecting('refusal'), { headers });
}

// No answer at all is told by another rule, and is certainly no acceptance.
function isRefused({ end }: Exchange): boolean {
  return !isAnswer(end) || end.status === 401;
}

/** Four ways of accepting anything at one path are one fault. */
function onePerOperation(findings: readonly Finding[]): readonly Finding[] {
  return OPERATIONS.flatMap((operation) => findings.find((finding) => finding.operation === operation) ?? []);
}
