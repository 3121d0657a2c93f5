import { equal } from 'node:assert/strict';
import { type DialGuard, parseBrandId, parseCallId } from '@elasticfunnels/switch-core';
import { BOUNDS, CALL, CountingPhone, type DialGuardStage, KEY, place } from './dial-guard-stage.ts';
import type { PortPromise } from './port-case.ts';

/** What hanging up does to the dials that come after. */
export const dialReleasePromises: readonly PortPromise<DialGuardStage>[] = [
  {
    name: 'when the call is over, the same dial rings again at once, on the node that was told',
    check: async ({ node }) => {
      const phone = new CountingPhone();
      await place(node, phone);
      node.release(KEY.brandId, CALL.callId);
      await assertRingsAgain(node, phone);
    },
  },
  {
    name: 'and so it does however quickly a call is over, time after time',
    check: async ({ node }) => {
      const phone = new CountingPhone();
      await place(node, phone);
      for (let ring = 2; ring <= 20; ring += 1) {
        node.release(KEY.brandId, CALL.callId);
        const again = node.dial(KEY, phone.ring, BOUNDS);
        await phone.assertRings(ring);
        phone.answer(ring);
        await again;
      }
    },
  },
  {
    name: 'and on the other nodes, whichever was told',
    check: async ({ node, otherNode, passMs }) => {
      const phone = new CountingPhone();
      await place(node, phone);
      otherNode.release(KEY.brandId, CALL.callId);
      await passMs(100);
      await assertRingsAgain(node, phone);
    },
  },
  {
    name: 'also a dial that was accepted, once it is known which call it became',
    check: async ({ node, otherNode, passMs }) => {
      const phone = new CountingPhone();
      await place(node, phone, { status: 'accepted', reference: 'r-1' });
      otherNode.release(KEY.brandId, CALL.callId);
      await assertJoins(otherNode, phone);
      otherNode.identify(KEY.brandId, 'r-1', CALL.callId);
      await passMs(100);
      node.release(KEY.brandId, CALL.callId);
      await assertRingsAgain(node, phone);
    },
  },
  {
    name: 'another call, another brand’s call of the same id, or a reference that nobody knows, frees nothing',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      await place(node, phone);
      otherNode.release(parseBrandId('globex'), CALL.callId);
      otherNode.release(KEY.brandId, parseCallId('300-2'));
      otherNode.identify(KEY.brandId, 'r-9', parseCallId('300-2'));
      otherNode.release(KEY.brandId, parseCallId('300-2'));
      await assertJoins(otherNode, phone);
      await assertJoins(node, phone);
    },
  },
  {
    name: 'hanging up an earlier call does not free a dial that was made since',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      await place(node, phone);
      node.release(KEY.brandId, CALL.callId);
      const second = node.dial(KEY, phone.ring, BOUNDS);
      await phone.assertRings(2);
      node.release(KEY.brandId, CALL.callId);
      otherNode.release(KEY.brandId, CALL.callId);
      const joined = otherNode.dial(KEY, phone.ring, BOUNDS);
      phone.answer(2, { status: 'placed', call: { callId: parseCallId('300-2') } });
      await second;
      equal((await joined).replayed, true, 'The second dial is joined.');
      await phone.assertRings(2);
    },
  },
];

async function assertRingsAgain(guard: DialGuard, phone: CountingPhone): Promise<void> {
  const again = guard.dial(KEY, phone.ring, BOUNDS);
  await phone.assertRings(2);
  phone.answer(2);
  equal((await again).replayed, undefined, 'A dial that rings is not a replay.');
}

async function assertJoins(guard: DialGuard, phone: CountingPhone): Promise<void> {
  equal((await guard.dial(KEY, phone.ring, BOUNDS)).replayed, true, 'The dial must be joined.');
  await phone.assertRings(1);
}
