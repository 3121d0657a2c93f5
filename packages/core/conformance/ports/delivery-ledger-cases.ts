import { deepEqual, equal, fail } from 'node:assert/strict';
import { type ClaimResult, type DeliveryClaim, type DeliveryLedger, parseBrandId } from '@elasticfunnels/switch-core';
import { type PortCase, type PortPromise, type PortStage, type PortSubject, toPortCases } from './port-case.ts';

/** A ledger as two nodes see it. */
export interface DeliveryLedgerStage extends PortStage<DeliveryLedger> {
  /** After how long a claim that was not confirmed expires, in milliseconds. */
  readonly claimMs: number;
}

const ACME = parseBrandId('acme');
const KEYS = ['id:msg_1', 'event:["300","call.ringing",1767603600000]'];

const PROMISES: readonly PortPromise<DeliveryLedgerStage>[] = [
  {
    name: 'a delivery that is under way is held for everybody else, on every node',
    check: async ({ node, otherNode }) => {
      await claim(node, KEYS);
      await assertStatus('held', node.claim(ACME, KEYS));
      await assertStatus('held', otherNode.claim(ACME, KEYS));
    },
  },
  {
    name: 'a delivery that was confirmed is published, on every node',
    check: async ({ node, otherNode }) => {
      await (await claim(node, KEYS)).confirm();
      await assertStatus('published', node.claim(ACME, KEYS));
      await assertStatus('published', otherNode.claim(ACME, KEYS));
    },
  },
  {
    name: 'a delivery that was released may be claimed again, on every node',
    check: async ({ node, otherNode }) => {
      await (await claim(node, KEYS)).release();
      await (await claim(otherNode, KEYS)).release();
      await claim(node, KEYS);
    },
  },
  {
    name: 'a claim that is neither confirmed nor released expires, so that a crash loses nothing',
    check: async ({ node, otherNode, claimMs, passMs }) => {
      await claim(node, KEYS);
      await passMs(claimMs + 1);
      await claim(otherNode, KEYS);
    },
  },
  {
    name: 'what was published stays published when claims have expired',
    check: async ({ node, otherNode, claimMs, passMs }) => {
      await (await claim(node, KEYS)).confirm();
      await passMs(claimMs + 1);
      await assertStatus('published', otherNode.claim(ACME, KEYS));
    },
  },
  {
    name: 'releasing a claim that has expired does not take it from who has it since',
    check: async ({ node, otherNode, claimMs, passMs }) => {
      const expired = await claim(node, KEYS);
      await passMs(claimMs + 1);
      await claim(otherNode, KEYS);
      await expired.release();
      await assertStatus('held', node.claim(ACME, KEYS));
    },
  },
  {
    name: 'confirming a claim that has expired still tells that it was published, and nothing undoes it',
    check: async ({ node, otherNode, claimMs, passMs }) => {
      const expired = await claim(node, KEYS);
      await passMs(claimMs + 1);
      const second = await claim(otherNode, KEYS);
      await expired.confirm();
      await second.release();
      await assertStatus('published', otherNode.claim(ACME, KEYS));
    },
  },
  {
    name: 'releasing after confirming, or confirming twice, changes nothing',
    check: async ({ node }) => {
      const confirmed = await claim(node, KEYS);
      await confirmed.confirm();
      await confirmed.confirm();
      await confirmed.release();
      await assertStatus('published', node.claim(ACME, KEYS));
    },
  },
  {
    name: 'a claim takes all its keys or none: one that shares a key with another leaves its other keys alone',
    check: async ({ node, otherNode }) => {
      await claim(node, ['id:a', 'event:a']);
      await assertStatus('held', otherNode.claim(ACME, ['id:b', 'event:a']));
      await claim(otherNode, ['id:b']);
      await (await claim(node, ['id:c'])).confirm();
      await assertStatus('published', otherNode.claim(ACME, ['event:d', 'id:c']));
      await claim(otherNode, ['event:d']);
    },
  },
  {
    name: 'published weighs more than held',
    check: async ({ node, otherNode }) => {
      await (await claim(node, ['id:a'])).confirm();
      await claim(node, ['event:b']);
      await assertStatus('published', otherNode.claim(ACME, ['event:b', 'id:a']));
      await assertStatus('published', otherNode.claim(ACME, ['id:a', 'event:b']));
    },
  },
  {
    name: 'each brand has keys of its own',
    check: async ({ node, otherNode }) => {
      await (await claim(node, KEYS)).confirm();
      equal((await otherNode.claim(parseBrandId('globex'), KEYS)).status, 'claimed', 'Another brand must not be held up.');
    },
  },
  {
    name: 'of many who claim at once, on several nodes, exactly one gets it',
    check: async ({ node, otherNode }) => {
      const ledgers = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? node : otherNode));
      const results = await Promise.all(ledgers.map((ledger) => ledger.claim(ACME, KEYS)));
      const statuses = results.map(({ status }) => status).sort();
      deepEqual(statuses, ['claimed', ...Array.from({ length: 19 }, () => 'held')], 'Exactly one must get the claim.');
    },
  },
  {
    name: 'keys are any texts: long, empty, in any script, with braces, or one of them twice',
    check: async ({ node, otherNode }) => {
      const brand = parseBrandId('{acme}:{x} *');
      for (const key of ['', 'x'.repeat(10_000), 'id:😀\u0000\r\n', '{', '}{a}', '__proto__']) {
        const result = await node.claim(brand, [key, key]);
        if (result.status !== 'claimed') fail(`A key that nobody has must be claimed, not ${result.status}.`);
        await result.claim.confirm();
        equal((await otherNode.claim(brand, [key])).status, 'published', 'A key of any text must be known again.');
      }
    },
  },
];

/**
 * What every delivery ledger promises, as cases for whatever runner is at hand.
 *
 * @example for (const { name, run } of deliveryLedgerCases(subject)) test(name, run);
 */
export function deliveryLedgerCases(subject: PortSubject<DeliveryLedgerStage>): readonly PortCase[] {
  return toPortCases(PROMISES, subject);
}

async function claim(ledger: DeliveryLedger, keys: readonly string[]): Promise<DeliveryClaim> {
  const result = await ledger.claim(ACME, keys);
  return result.status === 'claimed' ? result.claim : fail(`The claim must be granted, and the answer was ${result.status}.`);
}

async function assertStatus(expected: ClaimResult['status'], result: Promise<ClaimResult>): Promise<void> {
  equal((await result).status, expected, `The answer to the claim must be ${expected}.`);
}
