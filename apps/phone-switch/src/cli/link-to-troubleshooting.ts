import type { TroubleshootingRow } from '@elasticfunnels/switch-core';

/** Where the project tells more about a trouble: a file of it, and a section of that. */
export function linkToTroubleshooting(row: TroubleshootingRow): string {
  return `docs/troubleshooting.md#${row}`;
}
