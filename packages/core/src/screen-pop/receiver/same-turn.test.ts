import { setImmediate as endOfTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SameTurn } from './same-turn.ts';

test('what joins in one turn goes on at its end, in order and together', async () => {
  const turn = new SameTurn();
  const gone: number[] = [];
  for (const each of [1, 2, 3]) turn.join(() => void gone.push(each));
  await Promise.resolve();
  expect(gone).toEqual([]);
  await endOfTurn();
  expect(gone).toEqual([1, 2, 3]);
});

test('nobody waits once there are many, and the next wait for one another again', async () => {
  const turn = new SameTurn();
  let gone = 0;
  for (let index = 0; index < 35; index += 1) turn.join(() => void (gone += 1));
  expect(gone).toBe(32);
  await endOfTurn();
  expect(gone).toBe(35);
});

test('what joins while others are let go on is not left behind', async () => {
  const turn = new SameTurn();
  const gone: string[] = [];
  turn.join(() => {
    gone.push('first');
    turn.join(() => void gone.push('second'));
  });
  await endOfTurn();
  await endOfTurn();
  expect(gone).toEqual(['first', 'second']);
});
