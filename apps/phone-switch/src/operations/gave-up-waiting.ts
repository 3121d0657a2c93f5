import { SwitchError, type SwitchErrorOptions, type TroubleshootingRow } from '@elasticfunnels/switch-core';

/** What the command line waited for did not come in time, although the switch answered. */
export class GaveUpWaiting extends SwitchError<'TIMED_OUT'> {
  /** Not the one of a switch that is slow. */
  readonly row: TroubleshootingRow;

  constructor(deadlineMs: number, row: TroubleshootingRow, options: SwitchErrorOptions) {
    super('TIMED_OUT', { deadlineMs }, options);
    this.row = row;
  }
}
