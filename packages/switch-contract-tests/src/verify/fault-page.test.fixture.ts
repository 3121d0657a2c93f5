import { LEVELS } from '../catalogue/levels.ts';
import { FAULT_TABLE } from './fault-table.test.fixture.ts';
import { SENDER_FAULTS } from './sender-faults.test.fixture.ts';
import { VARIATIONS } from './variations.test.fixture.ts';

/** Which checks of a run noticed a fault. */
export interface CaughtBy {
  readonly name: string;
  readonly checks: readonly { readonly id: string; readonly title: string }[];
}

const MEDALS = { core: 'Bronze', standard: 'Silver', full: 'Gold' } as const;
const OPERATIONS = ['connect', 'makeCall', 'hangup', 'transfer', 'recording'] as const;

/** The page about the faults, from what the runs reported. */
export function describeFaults(caughtBy: readonly CaughtBy[]): string {
  const checksOf = new Map(caughtBy.map(({ name, checks }) => [name, checks.map(({ id }) => id)]));
  const rows = FAULT_TABLE.toSorted(
    (one, other) =>
      LEVELS.indexOf(one.level ?? 'core') - LEVELS.indexOf(other.level ?? 'core') ||
      OPERATIONS.indexOf(one.caught.operation) - OPERATIONS.indexOf(other.caught.operation),
  ).map(({ name, caught: { operation, rule }, level = 'core', flags }) => {
    const asked = flags === undefined ? '' : `, with \`${flags.join(' ')}\``;
    const checks = checksOf.get(name)?.join(' ') ?? '';
    return `| ${name}${asked} | ${operation} | [${rule}](verify-a-middleware.md#${rule}) | ${checks} | ${MEDALS[level]} |`;
  });
  const senders = SENDER_FAULTS.map(
    ({ name, rule, level }) =>
      `| ${name} | [${rule}](verify-a-middleware.md#${rule}) | ${checksOf.get(name)?.join(' ') ?? ''} | ${MEDALS[level ?? 'standard']} |`,
  );
  return `# What the kit catches

Every line is a middleware that is wrong in one way: the reference middleware behind something that spoils its answers. A
test runs \`switch-contract verify\` against each, expects exit code 1 and the operation and the rule by name, and writes
this page from what was reported (\`pnpm vitest run faults.int --update\`).

The level is the lowest that notices. What notices is an interaction (\`C M H T R\`, \`X\` for the extended contract), a
scenario (\`S\`) or what was answered besides (\`W\`); [the guide](verify-a-middleware.md) says what each is.
The runs are given \`--states-url\`: the calls that a state needs do not come through what is spoilt.

| the middleware is wrong in this | operation | rule | what notices | level |
|---|---|---|---|---|
${rows.join('\n')}

${FAULT_TABLE.length} faults.

## Senders of screen pops

Each of these sends screen pops and is wrong in one way; \`switch-contract verify screen-pop\` listens, exits with 1 and names
the rule.

| the sender is wrong in this | rule | what notices | level |
|---|---|---|---|
${senders.join('\n')}

${SENDER_FAULTS.length} faults. A sender without them raises no alarm.

## What raises no alarm

Each of these is verified at the highest level, with \`--strict\`, and gets Gold:

${VARIATIONS.map(({ name }) => `- ${name}`).join('\n')}
`;
}
