import type { Clock, ScheduledTask } from '../clock/clock.ts';
import type { ViciDialDialler } from '../dialler/vicidial-dialler.ts';

const customers = ['5550002001', '5550002002', '442079460123', '4930901820', ''];
const callSeconds = 15;

/** Lets customers call in one after the other until the returned function is called; each hangs up after 15 seconds. */
export function startInboundCallers(dialler: ViciDialDialler, everySeconds: number, clock: Clock): () => void {
  let count = 0;
  let next: ScheduledTask;
  const callIn = (): void => {
    const { call } = dialler.simulateInboundCall({ from: customers[count % customers.length] ?? '' });
    count += 1;
    clock.schedule(callSeconds * 1_000, () => dialler.customerHangsUp(call.callId));
    next = clock.schedule(everySeconds * 1_000, callIn);
  };
  next = clock.schedule(everySeconds * 1_000, callIn);
  return () => next.cancel();
}
