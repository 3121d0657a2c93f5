import type { DeliveryReport, ScreenPopEntry } from '@elasticfunnels/switch-core';

/** What the server knows of a request that the receiver does not report. */
export interface Arrival {
  readonly at: Date;
  readonly method: string;
  /** Without the query, which may hold a secret. */
  readonly path: string;
  /** By how many seconds the sender's clock is behind ours, by what it was signed with; it is ahead where this is negative. */
  readonly clockBehindSeconds?: number;
  /** What was published of it. */
  entry?: ScreenPopEntry;
}

/** One delivery, as it came and as it ended. */
export interface SeenDelivery {
  readonly arrival: Arrival;
  readonly report: DeliveryReport;
}
