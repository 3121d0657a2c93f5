import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { INTERACTIONS } from '../catalogue/interactions.ts';
import { EXIT_CODES } from '../cli/exit-code.ts';
import { SCREEN_POP_RULES } from '../screen-pop/screen-pop-rules.ts';
import { FAULT_TABLE } from './fault-table.test.fixture.ts';
import { ruleOf } from './pact/expectations.ts';
import { ANSWER_RULES } from './rules/answer-rules.ts';
import { RECORDING_RULES } from './rules/recording-rules.ts';
import { SCHEMA_RULE } from './rules/schema-rule.ts';
import { SUCCESS_RULES } from './rules/success-rules.ts';
import { API_KEY, startVerifyRig } from './verify-rig.test.fixture.ts';

const guide = await readFile(new URL('../../../../docs/verify-a-middleware.md', import.meta.url), 'utf8');
const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
const commands = [...guide.matchAll(/^pnpm switch-contract (.+)$/gm)].map(([, words = '']) =>
  [...words.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word),
);
const HURRY = ['--quiet', '0.2', '--redelivery-wait', '5'];

test('every rule has its place in the guide', () => {
  const rules = [
    ...[...ANSWER_RULES, ...RECORDING_RULES, ...SUCCESS_RULES, SCHEMA_RULE].map(({ id }) => id),
    ...INTERACTIONS.map(({ id, operation }) => ruleOf(id, operation).rule),
    ...FAULT_TABLE.map(({ caught }) => caught.rule),
    ...Object.keys(SCREEN_POP_RULES),
  ];
  expect(anchors).toEqual(expect.arrayContaining(rules));
});

test('the guide and the help have the same exit codes', () => {
  const inHelp = [...EXIT_CODES.matchAll(/^ {2}(\d+) /gm)].map(([, code]) => code);
  expect([...guide.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => code)).toEqual(inHelp);
});

test('the guide shows how screen pops are proven, with and without a person, alone and with the endpoints', () => {
  expect(commands.filter((words) => words.includes('--listen')).length).toBeGreaterThanOrEqual(4);
});

test.each(commands)('the guide’s command runs: %s', async (...words) => {
  await using rig = await startVerifyRig();
  const [, webhook = ''] = rig.listening;
  const here = words.map((word) =>
    word
      .replace('http://127.0.0.1:8080', rig.url)
      .replace('https://proxy.example/api', rig.url)
      .replace('127.0.0.1:4199', webhook),
  );
  const control = { method: 'POST', headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' } };
  const call = { ...control, body: '{"from":"+15557654321"}' };
  const ring = `await fetch('${rig.url}/control/inbound-calls', ${JSON.stringify(call)});`;
  await rig.write('ring-me.mjs', ring);
  const listens = here.includes('--listen');
  const isAlone = listens && !here.includes('--trigger') && !here.includes('--states-url');
  // The person at the telephone.
  const caller = isAlone ? setInterval(() => rig.simulator.simulateInboundCall({ from: '+15557654321' }), 300) : undefined;
  const { exitCode, out } = await rig.run(...here, ...(listens ? HURRY : []));
  clearInterval(caller);
  expect(out).toMatch(/Conformant in/);
  expect(exitCode).toBe(0);
});
