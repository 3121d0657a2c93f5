/** The reader went away, as `| head` does: its own wish, and no trouble. */
function isClosedPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}

/**
 * Lets the output fail without ending us, as a call that is under way must be told by its exit code all the same; returns what
 * the trouble with it was, so far.
 */
export function watchOutput(stream: NodeJS.EventEmitter): () => Error | undefined {
  let trouble: Error | undefined;
  stream.on('error', (error: Error) => {
    if (!isClosedPipe(error)) trouble ??= error;
  });
  return () => trouble;
}

/** Writes a text; false once it is known to be lost to more than a reader who went away. */
export function write(stream: NodeJS.WritableStream, text: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  stream.write(text, (error) => resolve(!error || isClosedPipe(error)));
  return promise;
}
