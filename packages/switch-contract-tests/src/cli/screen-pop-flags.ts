import type { Command } from 'commander';

/** The flags about a webhook that a run opens. */
export interface ScreenPopFlags {
  readonly listen?: string;
  readonly trigger?: string;
  readonly publicUrl?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly sharedSecretHeader?: string;
  readonly redeliveryWait?: string;
  readonly slow?: string;
  readonly quiet?: string;
}

/** Adds the flags that every run with a webhook has. */
export function addScreenPopFlags(command: Command): Command {
  return command
    .option('--listen <host:port>', 'open a webhook here for the middleware’s screen pops; :8443 is every address')
    .option('--trigger <command>', 'a shell command that has a call come in; without it you are asked to make one')
    .option('--public-url <url>', 'where the middleware reaches the webhook, if not at --listen')
    .option('--tls-cert <file>', 'PEM certificate: the webhook speaks https')
    .option('--tls-key <file>', 'PEM key of the certificate')
    .option('--shared-secret-header <name>', 'the secret comes in this header instead of signing: weaker, and not Silver')
    .option('--redelivery-wait <seconds>', 'how long a delivery may take to come again (default: 30)')
    .option('--slow <seconds>', 'how long a delivery is left without an answer (default: 20)')
    .option('--quiet <seconds>', 'how long nothing may come after a 2xx (default: 10)');
}
