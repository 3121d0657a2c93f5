/** The command line was used in a way that it cannot serve; the message says which way it can. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
