import { diagnoseCustomer, type DiagnosisKind, type LookUpSetting } from './diagnose-customer.ts';
import type { SeenDelivery } from './seen-delivery.ts';

const WORDS: Readonly<Record<DiagnosisKind, string>> = {
  found: 'with the customer',
  ambiguous: 'with several customers',
  no_customer: 'with none',
  not_looked_up: 'not looked up',
  not_normalised: 'whose number did not normalise',
  anonymous: 'anonymous',
  directory_failed: 'look-up failed',
};

/** Counts what was seen, for the summary. */
export class DeliveryTally {
  readonly #counts = { published: 0, duplicate: 0, refused: 0, failed: 0 };
  readonly #customers = new Map<DiagnosisKind, number>();
  readonly #reasons = new Map<string, number>();

  get total(): number {
    const { published, duplicate, refused, failed } = this.#counts;
    return published + duplicate + refused + failed;
  }

  add({ report }: SeenDelivery, setting: LookUpSetting): void {
    const { outcome, reason } = report;
    this.#counts[outcome] += 1;
    if (outcome === 'refused' || outcome === 'failed') increase(this.#reasons, reason);
    const diagnosis = outcome === 'published' ? diagnoseCustomer(report, setting) : undefined;
    if (diagnosis !== undefined) increase(this.#customers, diagnosis.kind);
  }

  toJson(): object {
    const customers = Object.fromEntries(this.#customers);
    return { type: 'ended', deliveries: this.total, ...this.#counts, customers, reasons: Object.fromEntries(this.#reasons) };
  }

  describe(): string {
    const { published, duplicate, refused, failed } = this.#counts;
    if (this.total === 0) return 'Ended: nothing was delivered.';
    const customers = [...this.#customers].map(([kind, count]) => `${count} ${WORDS[kind]}`);
    const reasons = [...this.#reasons].map(([reason, count]) => `${count} ${reason}`);
    const parts = [
      `${published} taken${inParentheses(customers)}`,
      ...(duplicate === 0 ? [] : [`${duplicate} ${duplicate === 1 ? 'duplicate' : 'duplicates'}`]),
      ...(refused + failed === 0 ? [] : [`${refused + failed} not taken${inParentheses(reasons)}`]),
    ];
    return `Ended: ${this.total} ${this.total === 1 ? 'delivery' : 'deliveries'}; ${parts.join(', ')}.`;
  }
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function inParentheses(parts: readonly string[]): string {
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
