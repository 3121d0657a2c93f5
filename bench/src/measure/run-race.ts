import type { Contestant, Entrant, Race, RaceSettings, Reading } from '../suite.ts';
import { judge, type Outcome } from './verdict.ts';

/** A race that was run. */
export interface RaceOutcome {
  readonly title: string;
  readonly rounds: number;
  readonly outcomes: readonly Outcome[];
  readonly remarks: readonly string[];
}

/** How a race or a sweep is run. */
export interface RunSettings extends RaceSettings {
  /** Instead of the rounds that it asks for itself. */
  readonly rounds?: number | undefined;
  /** When no further round may begin, by `performance.now()`; three are run whatever it says. */
  readonly until: number;
  /** Is told before each round. */
  readonly onProgress: (told: string) => void;
}

/** Fewer say nothing about the spread. */
const FEWEST_ROUNDS = 3;

/** Whether another round is to be run. */
export function goesOn(done: number, wanted: number, until: number): boolean {
  return done < wanted && (done < FEWEST_ROUNDS || performance.now() < until);
}

/** Runs a race: everybody warms up, then A B C, C B A, A B C, ... so that no one always comes first. */
export async function runRace(race: Race, settings: RunSettings): Promise<RaceOutcome> {
  const wanted = settings.rounds ?? race.rounds;
  const field = await race.open(settings);
  const entrants: (readonly [Contestant, Entrant])[] = [];
  try {
    settings.onProgress(`${race.title}: warming up`);
    for (const contestant of field.contestants) entrants.push([contestant, await contestant.open()]);
    for (const [, entrant] of entrants) await entrant.read();
    const readings = new Map<string, Reading[]>(field.contestants.map(({ name }) => [name, []]));
    let round = 0;
    for (; goesOn(round, wanted, settings.until); round += 1) {
      settings.onProgress(`${race.title}: round ${round + 1} of ${wanted}`);
      const order = round % 2 === 0 ? entrants : entrants.toReversed();
      for (const [{ name }, entrant] of order) readings.get(name)?.push(await entrant.read());
    }
    return {
      title: race.title,
      rounds: round,
      outcomes: race.figures.map((figure) => judge(figure, readings)),
      remarks: [...(field.remarks?.(readings) ?? []), ...shortened(round, wanted)],
    };
  } finally {
    await Promise.allSettled(entrants.map(([, entrant]) => entrant.close()));
    await field.close();
  }
}

/** What is said when the time of the suite was over before its rounds. */
export function shortened(rounds: number, wanted: number): readonly string[] {
  return rounds < wanted ? [`${rounds} of ${wanted} rounds: the suite's time was over`] : [];
}
