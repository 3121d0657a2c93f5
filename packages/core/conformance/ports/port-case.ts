import { within } from '../settling.ts';

/** What a case has to do with: an implementation of a port as two nodes of a platform see it. */
export interface PortStage<Port> {
  readonly node: Port;
  /** What shares its state with `node`: another connection to the same store, or the same object where a port serves one process. */
  readonly otherNode: Port;
  /** Lets this much time pass, on whatever clock the implementation goes by; milliseconds. */
  readonly passMs: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** An implementation of a port that is to keep the port's promises. */
export interface PortSubject<Stage> {
  /** A fresh one, that knows nothing of what earlier cases did. */
  readonly open: () => Promise<Stage>;
  /** How long a case may take; milliseconds, 10 seconds unless told. */
  readonly patienceMs?: number;
}

/** One promise of a port, held against one implementation. */
export interface PortCase {
  /** The promise, in plain words. */
  readonly name: string;
  /** @throws AssertionError that says which promise is broken, and how. */
  readonly run: () => Promise<void>;
}

/** A promise of a port, and how it is put to the test. */
export interface PortPromise<Stage> {
  readonly name: string;
  readonly check: (stage: Stage) => Promise<void>;
}

const PATIENCE_MS = 10_000;

/** The promises as cases to run against a subject; each opens a stage, plays, and closes it. */
export function toPortCases<Port, Stage extends PortStage<Port>>(
  promises: readonly PortPromise<Stage>[],
  { open, patienceMs = PATIENCE_MS }: PortSubject<Stage>,
): readonly PortCase[] {
  return promises.map(({ name, check }) => ({
    name,
    run: async () => {
      const stage = await within(patienceMs, 'Opening a stage', open());
      try {
        await within(patienceMs, `The case "${name}"`, check(stage));
      } finally {
        await within(patienceMs, 'Closing the stage', stage.close());
      }
    },
  }));
}
