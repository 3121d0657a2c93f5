import { expect, test } from 'vitest';
import { DialBook, numberOf } from './dial-book.ts';

function bookOf(...told: readonly ('placed' | 'nothing' | 'doubt')[]): DialBook {
  const book = new DialBook(100);
  for (const each of told) book.tell(book.begin(true) ?? 0, each);
  return book;
}

const CLEAN = { twice: [], neverRang: [], saidNothing: [], unasked: [] };

test('dials that rang once where they were placed, and may have rung where there was a doubt, are in order', () => {
  const book = bookOf('placed', 'doubt', 'doubt', 'nothing');
  expect(book.compare([numberOf(0), numberOf(1)])).toEqual({ intents: 4, rang: 2, placed: 1, doubts: 2, ...CLEAN });
});

test('a number that rang twice, one that never rang, one that rang all the same and one of nobody are found', () => {
  const book = bookOf('placed', 'placed', 'nothing');
  const findings = book.compare([numberOf(0), numberOf(0), numberOf(2), numberOf(9)]);
  expect(findings).toMatchObject({
    twice: [numberOf(0)],
    neverRang: [numberOf(1)],
    saidNothing: [numberOf(2)],
    unasked: [numberOf(9)],
  });
});

test('of a double click, the one that got through counts', () => {
  const book = new DialBook(1);
  const intent = book.begin(true) ?? 0;
  book.tell(intent, 'nothing');
  book.tell(intent, 'placed');
  expect(book.compare([numberOf(intent)])).toMatchObject(CLEAN);
  expect(book.begin(true)).toBeUndefined();
});

test('what is placed elsewhere need not have rung at the simulator', () => {
  const book = new DialBook(1);
  book.tell(book.begin(false) ?? 0, 'placed');
  expect(book.compare([])).toMatchObject(CLEAN);
});
