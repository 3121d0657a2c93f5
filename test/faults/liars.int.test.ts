import { describe, expect, test } from 'vitest';
import { judgeCase, RULES, type Rule } from './judge-case.ts';
import { LIARS } from './liars.ts';
import { listAllCases } from './make-cases.ts';
import type { MatrixCase } from './matrix-case.ts';
import { playCase } from './play-case.ts';
import { PRODUCT, type Subject } from './subject.ts';

const CASES = new Map(listAllCases().map((one) => [one.name, one]));

function getCase(name: string): MatrixCase {
  const one = CASES.get(name);
  if (one === undefined) throw new Error(`There is no case ${name}.`);
  return one;
}

async function brokenRules(name: string, subject: Subject): Promise<readonly Rule[]> {
  const one = getCase(name);
  const rules = judgeCase(one, await playCase(one, subject)).map(({ rule }) => rule);
  return [...new Set(rules)].sort();
}

describe('the matrix can fail: each lie is seen in its case, and in the same case the product tells the truth', () => {
  test.concurrent.each(LIARS)('one that $lie', async ({ subject, inCase, caught }) => {
    expect(await brokenRules(inCase, subject)).toEqual([...caught].sort());
    expect(await brokenRules(inCase, PRODUCT)).toEqual([]);
  });

  test('and there is one for each promise', () => {
    expect([...new Set(LIARS.flatMap(({ caught }) => caught))].sort()).toEqual([...RULES].sort());
  });
});
