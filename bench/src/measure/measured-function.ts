import type { Contestant, Field, RaceSettings, Reading } from '../suite.ts';
import { AnsweringChild } from './child-process.ts';

/** Functions that are measured each in a process of its own, by mitata: the median of a call in microseconds. */
export function openFunctions(names: readonly string[], { roundMs }: RaceSettings): Field {
  return { contestants: names.map((name) => measuredFunction(name, roundMs / 2)), close: async () => {} };
}

function measuredFunction(name: string, ms: number): Contestant {
  return {
    name,
    async open() {
      const child = new AnsweringChild({ file: 'measured-function', args: [name] });
      return { read: () => child.ask<Reading>({ ms }), close: () => child.close() };
    },
  };
}
