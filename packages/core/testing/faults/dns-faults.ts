import type { ResolveHost } from '@elasticfunnels/switch-core';
import { either, neverConnected, notSent, succeeded } from './conclusions.ts';
import type { Conclusions, DnsFault } from './fault.ts';

/** The addresses, in the shape that a resolver gives them. */
function listed(addresses: readonly string[]): { address: string; family: number }[] {
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

function resolveTo(...addresses: readonly string[]): ResolveHost {
  return (_host, _options, callback) => callback(null, listed(addresses));
}

function failWith(code: string): ResolveHost {
  return (host, _options, callback) =>
    callback(Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code, syscall: 'getaddrinfo', hostname: host }), []);
}

/** Another list each time, the last one for ever. */
function resolveInTurn(...turns: readonly (readonly string[])[]): ResolveHost {
  let asked = 0;
  return (_host, _options, callback) => {
    const turn = turns[Math.min(asked, turns.length - 1)] ?? [];
    asked += 1;
    callback(null, listed(turn));
  };
}

/** One list whose only address reads as another each time: what a name would do that is resolved again behind a guard. */
function resolveShifting(...addresses: readonly string[]): ResolveHost {
  return (_host, _options, callback) => {
    let read = 0;
    const shifting = Object.defineProperty({ address: '', family: 4 }, 'address', {
      enumerable: true,
      get: () => addresses[Math.min(read++, addresses.length - 1)],
    });
    callback(null, [shifting]);
  };
}

const blocked = notSent('BLOCKED_ADDRESS');
const unreachable = notSent('UNREACHABLE');

function dnsFault(name: string, summary: string, conclusions: Conclusions, makeResolver: () => ResolveHost): DnsFault {
  const seen = conclusions.dial.some(({ ends }) => ends === 'result') ? 'either' : 'never';
  return { name, summary, stage: 'resolve', seen, conclusions, makeResolver };
}

/**
 * What a resolver can do to a client whose policy allows 127.0.0.0/8 and no other private address. The service is at
 * 127.0.0.1; the name is the test's to choose, and must not be an address.
 */
export const DNS_FAULTS: readonly DnsFault[] = [
  dnsFault('dns-private', 'The name resolves to a private address.', blocked, () => resolveTo('10.0.0.1')),
  dnsFault('dns-metadata', "The name resolves to a cloud's metadata.", blocked, () => resolveTo('169.254.169.254')),
  dnsFault('dns-unspecified', 'The name resolves to 0.0.0.0, which is this machine.', blocked, () => resolveTo('0.0.0.0')),
  dnsFault('dns-mapped', 'The name resolves to a private address, mapped into IPv6.', blocked, () =>
    resolveTo('::ffff:10.0.0.1'),
  ),
  dnsFault('dns-mixed-last', 'A good address, and then a private one.', blocked, () => resolveTo('127.0.0.1', '10.0.0.1')),
  dnsFault('dns-mixed-first', 'A private address, and then a good one.', blocked, () => resolveTo('192.168.0.1', '127.0.0.1')),
  dnsFault('dns-mixed-families', 'A good IPv4 address beside a private IPv6 one.', blocked, () =>
    resolveTo('127.0.0.1', 'fd00::1'),
  ),
  dnsFault('dns-rebinding', 'A private address at first, and the service at the second time of asking.', blocked, () =>
    resolveInTurn(['10.0.0.1'], ['127.0.0.1']),
  ),
  dnsFault(
    'dns-turns-private',
    'The service at first, a private address from the second time on.',
    either(succeeded, blocked),
    () => resolveInTurn(['127.0.0.1'], ['10.0.0.1']),
  ),
  dnsFault(
    'dns-shifting',
    'One answer that reads as a public address first, and as a closed one of this machine after.',
    either(blocked, unreachable),
    () => resolveShifting('127.0.0.1', '127.255.255.254'),
  ),
  dnsFault('dns-hanging', 'The resolver never answers.', neverConnected, () => () => {}),
  dnsFault('dns-not-found', 'There is no such name.', unreachable, () => failWith('ENOTFOUND')),
  dnsFault('dns-try-again', "The resolver's own servers do not answer.", unreachable, () => failWith('EAI_AGAIN')),
  dnsFault('dns-failed', 'The resolver failed for good.', unreachable, () => failWith('EAI_FAIL')),
  dnsFault('dns-empty', 'The name has no address.', unreachable, () => resolveTo()),
  dnsFault('dns-only-ipv6', 'Only an IPv6 address that nothing listens on.', either(blocked, unreachable), () =>
    resolveTo('::1'),
  ),
  dnsFault('dns-hundred', 'A hundred addresses, and nothing listens on any.', unreachable, () =>
    resolveTo(...Array.from({ length: 100 }, (_, index) => `127.9.0.${index + 1}`)),
  ),
  dnsFault(
    'dns-hundred-last',
    'A hundred addresses, of which only the last is the service.',
    either(succeeded, neverConnected),
    () => resolveTo(...Array.from({ length: 99 }, (_, index) => `127.9.0.${index + 1}`), '127.0.0.1'),
  ),
  dnsFault('dns-nonsense', 'An answer that is no address.', blocked, () => resolveTo('not-an-address')),
];
