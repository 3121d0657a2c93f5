import type { CallEvent, CallEventListener } from './call-event.ts';

/** Passes call events to listeners; one that fails never silences the others. */
export class CallEventHub {
  readonly #listeners = new Set<CallEventListener>();

  /** Adds a listener and returns the function that removes it. */
  subscribe(listener: CallEventListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells every listener; resolves when all of them have finished, and never rejects. */
  async publish(event: CallEvent): Promise<void> {
    await Promise.allSettled([...this.#listeners].map(async (listener) => listener(event)));
  }
}
