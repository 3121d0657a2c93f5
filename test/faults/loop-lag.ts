/** Tells the longest time for which this process did nothing for anybody. */
export interface LagWatch {
  /** In milliseconds, since the watch began. */
  largestMs(): number;
  end(): void;
}

const BEAT_MS = 20;

/** Begins to watch how late this process is with what it has to do: on a busy machine, everything in it is. */
export function watchLag(): LagWatch {
  let expectedAt = performance.now() + BEAT_MS;
  let largest = 0;
  const look = (): void => {
    largest = Math.max(largest, performance.now() - expectedAt);
  };
  const timer = setInterval(() => {
    look();
    expectedAt = performance.now() + BEAT_MS;
  }, BEAT_MS);
  return {
    largestMs: () => {
      look();
      return largest;
    },
    end: () => clearInterval(timer),
  };
}
