/** The signals by which a process is asked to end: by a person, by a terminal that closes, by `timeout`, CI or systemd. */
type EndingSignal = 'SIGINT' | 'SIGHUP' | 'SIGTERM';

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const SIGNALS: readonly EndingSignal[] = ['SIGINT', 'SIGHUP', 'SIGTERM'];

/** How long work that was given up may take to say what became of it, in milliseconds; `docker stop` kills after ten seconds. */
const GRACE_MS = 5_000;
/** How long whatever is open may take to close when the grace was not enough, in milliseconds. */
const CLOSE_MS = 1_000;

/** The process was asked to end. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  /** As shells tell it: 128 and the signal's number. */
  readonly exitCode: (typeof EXIT_CODES)[EndingSignal];

  constructor(signal: EndingSignal) {
    super(`Given up on ${signal}.`);
    this.exitCode = EXIT_CODES[signal];
  }
}

/** Why work was given up, if it was; the exit code to end with is in it. */
export function findInterruption({ reason }: AbortSignal): Interruption | undefined {
  return reason instanceof Interruption ? reason : undefined;
}

/**
 * Ctrl-C, SIGTERM and SIGHUP give the work up, so that it can still say what is known of it; a second Ctrl-C ends the process.
 *
 * @throws Interruption when the work goes on regardless.
 */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { graceMs = GRACE_MS }: { readonly graceMs?: number } = {},
): Promise<T> {
  const controller = new AbortController();
  const overdue = Promise.withResolvers<never>();
  let grace: NodeJS.Timeout | undefined;
  const interrupt = (signal: NodeJS.Signals): void => {
    // Only the person's own: a terminal that closes, and systemd, may send theirs twice in a row.
    process.removeListener('SIGINT', interrupt);
    if (controller.signal.aborted) return;
    const interruption = new Interruption(signal as EndingSignal);
    controller.abort(interruption);
    grace = setTimeout(() => {
      overdue.reject(interruption);
      // What did not end may not close either.
      setTimeout(() => process.exit(), CLOSE_MS).unref();
    }, graceMs);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    return await Promise.race([work(controller.signal), overdue.promise]);
  } finally {
    clearTimeout(grace);
    for (const signal of SIGNALS) process.removeListener(signal, interrupt);
  }
}
