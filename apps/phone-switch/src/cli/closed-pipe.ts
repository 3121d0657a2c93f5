/**
 * Lets whoever reads our output go away, as `| head` does, without ending us: a call that is under way must be told by its
 * exit code all the same.
 */
export function tolerateClosedPipe(stream: NodeJS.EventEmitter): void {
  stream.on('error', (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  });
}
