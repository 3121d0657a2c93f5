import { connect } from 'node:net';
import { broken, type Finding, holds, notChecked, warns } from './check.ts';
import type { Examination } from './examination.ts';
import { type NamedUrl, shorten } from './look-at-address.ts';
import { withinTime } from './within-time.ts';

/** What came of connecting to one address. */
interface Attempt {
  readonly address: string;
  readonly connected: boolean;
  readonly outcome: string;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused: nothing listens on the port',
  ETIMEDOUT: 'no answer: a firewall, or a wrong address',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ECONNRESET: 'closed while the connection was made',
};

/** The port of a URL, with the default of its protocol. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** The addresses that take connections, and what was found. */
export interface Reached {
  readonly addresses: readonly string[];
  readonly finding: Finding;
}

/** Whether each address takes a connection. Nothing is sent. */
export async function lookAtPort(
  { url, called }: NamedUrl,
  addresses: readonly string[],
  examination: Examination,
): Promise<Reached> {
  const port = portOf(url);
  const attempts = await Promise.all(addresses.map((address) => attempt(address, port, examination)));
  const details = shorten(attempts.map(({ address, outcome }) => `${address} ${outcome}`));
  const connected = attempts.filter((each) => each.connected).map(({ address }) => address);
  return { addresses: connected, finding: judge(attempts, details, { port, called }) };
}

function judge(
  attempts: readonly Attempt[],
  details: readonly string[],
  { port, called }: { readonly port: number; readonly called: NamedUrl['called'] },
): Finding {
  const failed = attempts.filter(({ connected }) => !connected);
  const [first] = failed;
  if (first === undefined) return holds(`port ${port} takes connections`, { details });
  if (first.outcome === 'given up') return notChecked('given up');
  if (failed.length < attempts.length) {
    const next = 'Calls fail now and then: mend the address that does not answer, or take it out of the DNS.';
    return warns(`${failed.length} of ${attempts.length} addresses do not take connections on port ${port}`, { details, next });
  }
  const service = called === 'base URL' ? 'service' : 'platform';
  const next = `Check the port in the ${called}, that the ${service} runs, and the firewalls between the two.`;
  const found =
    attempts.length === 1 ? `${first.address} port ${port}: ${first.outcome}` : `no address takes connections on port ${port}`;
  return broken(found, { code: 'UNREACHABLE', next, ...(attempts.length === 1 ? {} : { details }) });
}

async function attempt(address: string, port: number, examination: Examination): Promise<Attempt> {
  const { clock, waitMs } = examination;
  const startedAt = clock.monotonicMs();
  const outcome = await withinTime<'connected' | Error>(examination, (settle) => {
    const socket = connect({ host: address, port });
    socket.on('connect', () => settle('connected'));
    socket.on('error', settle);
    return () => socket.destroy();
  });
  const ms = Math.round(clock.monotonicMs() - startedAt);
  if (outcome === 'connected') return { address, connected: true, outcome: `connected in ${ms} ms` };
  if (outcome === 'aborted') return { address, connected: false, outcome: 'given up' };
  if (outcome === 'timed_out')
    return { address, connected: false, outcome: `no answer within ${Math.round(waitMs)} ms: a firewall, or a wrong address` };
  const code = 'code' in outcome && typeof outcome.code === 'string' ? outcome.code : outcome.name;
  return { address, connected: false, outcome: `${REASONS[code] ?? code} (after ${ms} ms)` };
}
