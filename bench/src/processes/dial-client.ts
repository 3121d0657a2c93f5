import { type ClientName, CLIENTS } from '../clients/clients.ts';
import { answerParent } from '../measure/child-process.ts';
import { Load } from '../measure/load.ts';

/** What the parent asks for: one after the other when `inFlight` is 1 and `latency` is asked. */
export interface DialQuestion {
  readonly kind: 'throughput' | 'latency';
  readonly inFlight: number;
  readonly ms: number;
}

const [name = '', origin = ''] = process.argv.slice(2);
const client = await CLIENTS[name as ClientName](origin);
const load = new Load((index) => client.dial(index));
answerParent(({ kind, inFlight, ms }: DialQuestion) => (kind === 'latency' ? load.latency(ms) : load.throughput(inFlight, ms)));
