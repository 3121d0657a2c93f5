import type { TransportFailure } from '@elasticfunnels/switch-core';
import type { Verdict } from './judge-answer.ts';

/** Why a pop got no answer, for whoever sent it. */
export function describeNoAnswer({ fault, host, sent }: TransportFailure): Verdict {
  const [says, next] = describeFault(fault, host);
  const doubt = sent ? '; it may have been taken all the same' : '; nothing was sent';
  return { asExpected: false, proven: true, says: `no answer from ${host}: ${says}${doubt}`, next };
}

function describeFault(fault: TransportFailure['fault'], host: string): readonly [says: string, next: string] {
  switch (fault.kind) {
    case 'dns':
      return ['the name does not resolve', 'Correct the URL, or look the name up on this machine.'];
    case 'connect':
      return [fault.reason, 'Start the receiver, or correct the address.'];
    case 'tls':
      if (fault.check === 'protocol')
        return ['there is no TLS on that port', 'Write http:// if it speaks plain HTTP, or correct the port.'];
      return [
        `its certificate is refused (${fault.check})`,
        'Renew or correct it at the receiver; an authority of your own is trusted by --ca.',
      ];
    case 'blocked':
      return [
        `its address is not allowed (${fault.category})`,
        'Allow it with --allow-address, e.g. --allow-address 10.0.0.0/8.',
      ];
    case 'timed_out':
      return ['it took too long', 'A receiver should answer within a second or two: read its log. --deadline waits longer.'];
    case 'aborted':
      return ['given up', 'Look at the screen before you send it again.'];
    case 'lost':
    case 'closed':
    case 'invalid':
      return [`the connection was lost (${fault.reason})`, `Look whether ${host} speaks TLS there: then the URL is https://.`];
    // Only of a host's transport, which no pop is sent through.
    case 'breaker_open':
    case 'over_limit':
      return ['refused on this side', 'Wait a moment, then send it again.'];
    case 'too_large':
    case 'encoded':
      return ['its answer cannot be read', 'Something else than a receiver answers there: correct the URL.'];
  }
}
