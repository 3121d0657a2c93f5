import { lookup } from 'node:dns';
import { AddressGuard, LOOPBACK_ALLOWED, UndiciTransport } from '@elasticfunnels/switch-core';

/** The guard by itself. */
export async function openGuardCase(addresses: readonly string[]): Promise<() => unknown> {
  const guard = new AddressGuard({});
  let next = 0;
  return () => guard.findObjection(addresses[next++ % addresses.length] ?? '', 'https:');
}

/** How often a name is resolved, and so its addresses judged, for so many requests on a connection that is open. */
export async function countLookups(origin: string, requests: number): Promise<number> {
  let lookups = 0;
  const transport = new UndiciTransport({
    policy: LOOPBACK_ALLOWED,
    keepAliveMs: 60_000,
    resolveHost(hostname, options, callback) {
      lookups += 1;
      lookup(hostname, { ...options, family: 4 }, callback);
    },
  });
  const url = new URL(origin.replace('127.0.0.1', 'localhost'));
  const send = (): Promise<unknown> => transport.request({ method: 'POST', url, headers: {}, body: '{}', timeoutMs: 10_000 });
  // The pool opens a second connection while the first is just done: both are open before it counts.
  for (let warm = 0; warm < 20; warm += 1) await send();
  const before = lookups;
  for (let sent = 0; sent < requests; sent += 1) await send();
  await transport.close();
  return (lookups - before) / requests;
}
