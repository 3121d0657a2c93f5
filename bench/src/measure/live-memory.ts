/** What is in use and can be reached, in bytes: the heap, and what hangs on it outside. @throws Error without `--expose-gc`. */
export function liveBytes(): number {
  if (globalThis.gc === undefined) throw new Error('memory is measured with --expose-gc');
  // Twice: what the first finds unreachable may hold on to more.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
