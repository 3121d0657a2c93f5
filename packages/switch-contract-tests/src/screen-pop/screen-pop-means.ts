import type { BringCall } from './bring-call.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';
import type { WebhookSecret } from './webhook-secret.ts';

/** How long a run waits for a sender, in milliseconds. */
export interface ScreenPopPatience {
  /** For the first delivery of a call. */
  readonly arrivalMs: number;
  /** For the next attempt of one that was not taken. */
  readonly redeliveryMs: number;
  /** How long a delivery is left without an answer, before its connection is cut. */
  readonly slowMs: number;
  /** How long nothing may come of what was taken. */
  readonly quietMs: number;
}

/** Unless a person says otherwise. */
export const DEFAULT_PATIENCE: ScreenPopPatience = { arrivalMs: 120_000, redeliveryMs: 30_000, slowMs: 20_000, quietMs: 10_000 };

/** What screen pops are verified with; disposing of it closes the receiver. */
export interface ScreenPopMeans extends AsyncDisposable {
  readonly receiver: WebhookReceiver;
  /** The webhook, as the sender is told it. */
  readonly url: string;
  readonly secret: WebhookSecret;
  readonly bring: BringCall;
  /** Whether somebody has to be told to make a call. */
  readonly byPerson: boolean;
  readonly patience: ScreenPopPatience;
}
