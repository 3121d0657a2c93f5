/**
 * Does what only tells somebody something. That it throws, or gives a promise that is rejected, as what is written in
 * JavaScript may, changes nothing for whoever tells it.
 */
export function quietly(tell: () => unknown, onError: (error: unknown) => void = ignore): void {
  try {
    const told = tell();
    if (told instanceof Promise) told.catch(onError);
  } catch (error) {
    onError(error);
  }
}

function ignore(): void {}
