import type { Clock, ScheduledTask } from '../clock/clock.ts';
import type { Five9Simulator } from '../simulator/five9-simulator.ts';

const customers = ['+12025550142', '+12025550143', '+442079460123', '+4930901820', 'anonymous'];
const callSeconds = 15;

/** Lets customers call in one after the other until the returned function is called; each hangs up after 15 seconds. */
export function startInboundCallers(simulator: Five9Simulator, everySeconds: number, clock: Clock): () => void {
  let count = 0;
  let next: ScheduledTask;
  const callIn = (): void => {
    const from = customers[count % customers.length] ?? 'anonymous';
    count += 1;
    const { call } = simulator.simulateInboundCall({ from, campaign: 'support' });
    clock.schedule(callSeconds * 1_000, () => hangUp(simulator, call.callId));
    next = clock.schedule(everySeconds * 1_000, callIn);
  };
  next = clock.schedule(everySeconds * 1_000, callIn);
  return () => next.cancel();
}

function hangUp(simulator: Five9Simulator, callId: string): void {
  const call = simulator.calls().find((candidate) => candidate.callId === callId);
  if (call !== undefined && call.state !== 'ended') simulator.customerHangsUp(callId);
}
