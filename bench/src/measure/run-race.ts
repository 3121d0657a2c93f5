import type { Contestant, Entrant, Race, RaceSettings, Reading } from '../suite.ts';
import { judge, type Outcome } from './verdict.ts';

/** A race that was run. */
export interface RaceOutcome {
  readonly title: string;
  readonly rounds: number;
  readonly outcomes: readonly Outcome[];
  readonly remarks: readonly string[];
}

/** Runs a race: everybody warms up, then A B C, C B A, A B C, ... so that no one always comes first. */
export async function runRace(
  race: Race,
  settings: RaceSettings & { readonly rounds?: number | undefined },
): Promise<RaceOutcome> {
  const rounds = settings.rounds ?? race.rounds;
  const field = await race.open(settings);
  const entrants: (readonly [Contestant, Entrant])[] = [];
  try {
    for (const contestant of field.contestants) entrants.push([contestant, await contestant.open()]);
    for (const [, entrant] of entrants) await entrant.read();
    const readings = new Map<string, Reading[]>(field.contestants.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      const order = round % 2 === 0 ? entrants : entrants.toReversed();
      for (const [{ name }, entrant] of order) readings.get(name)?.push(await entrant.read());
    }
    return {
      title: race.title,
      rounds,
      outcomes: race.figures.map((figure) => judge(figure, readings)),
      remarks: field.remarks?.(readings) ?? [],
    };
  } finally {
    await Promise.allSettled(entrants.map(([, entrant]) => entrant.close()));
    await field.close();
  }
}
