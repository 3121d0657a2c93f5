import { deepEqual, equal, rejects } from 'node:assert/strict';
import { parseBrandId, parseCallId, SwitchError } from '@elasticfunnels/switch-core';
import { hold } from '../settling.ts';
import { BOUNDS, CALL, CountingPhone, type DialGuardStage, failureOf, KEY, place, PLACED } from './dial-guard-stage.ts';
import { dialReleasePromises } from './dial-release-promises.ts';
import { type PortCase, type PortPromise, type PortSubject, toPortCases } from './port-case.ts';

const REPLAYED = { ...PLACED, replayed: true };

const PROMISES: readonly PortPromise<DialGuardStage>[] = [
  {
    name: 'an identical dial joins one that is under way, on any node: it rings once, and all get the one outcome',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      const first = node.dial(KEY, phone.ring, BOUNDS);
      await phone.assertRings(1);
      const others = [otherNode.dial(KEY, phone.ring, BOUNDS), node.dial(KEY, phone.ring, BOUNDS)];
      phone.answer(1);
      deepEqual(await first, PLACED, 'Who dialled is given the result.');
      deepEqual(await Promise.all(others), [REPLAYED, REPLAYED], 'Who joined is given the result, marked as replayed.');
      await phone.assertRings(1);
    },
  },
  {
    name: 'of many identical dials at once, on several nodes, one rings',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      const guards = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? node : otherNode));
      const dials = guards.map((guard) => guard.dial(KEY, phone.ring, BOUNDS));
      await phone.assertRings(1);
      phone.answer(1);
      const results = await Promise.all(dials);
      equal(results.filter(({ replayed }) => replayed !== true).length, 1, 'One dial is not a replay, the others are.');
      await phone.assertRings(1);
    },
  },
  {
    name: 'an identical dial joins one that has just gone through; after the window it rings',
    check: async ({ node, otherNode, windowMs, passMs }) => {
      const phone = new CountingPhone();
      await place(node, phone);
      deepEqual(await otherNode.dial(KEY, phone.ring, BOUNDS), REPLAYED);
      deepEqual(await node.dial(KEY, phone.ring, BOUNDS), REPLAYED);
      await passMs(windowMs + 1);
      const later = otherNode.dial(KEY, phone.ring, BOUNDS);
      await phone.assertRings(2);
      phone.answer(2);
      deepEqual(await later, PLACED);
    },
  },
  {
    name: 'an identical dial joins one that was only accepted',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      await place(node, phone, { status: 'accepted', reference: 'r-1' });
      deepEqual(await otherNode.dial(KEY, phone.ring, BOUNDS), { status: 'accepted', reference: 'r-1', replayed: true });
    },
  },
  {
    name: 'whatever else a driver puts into its result, who joins it learns which call it is',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      const answer: Record<string, unknown> = { waitedMs: 12n };
      answer['itself'] = answer;
      await place(node, phone, Object.assign({ answer }, PLACED));
      for (const guard of [otherNode, node]) {
        const joined = await guard.dial(KEY, phone.ring, BOUNDS);
        deepEqual([joined.status, joined.status === 'placed' && joined.call], [PLACED.status, CALL]);
      }
    },
  },
  {
    name: 'nobody can tell how a dial ended: within the window nothing rings again, on any node, and the error is the same',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      const failure = new SwitchError('OUTCOME_UNKNOWN', { reason: 'connection_lost' }, { message: 'Lost on the way.' });
      const first = hold(node.dial(KEY, phone.ring, BOUNDS));
      await phone.assertRings(1);
      phone.fail(1, failure);
      equal(await failureOf(first), failure, 'Who dialled is given the error itself.');
      deepEqual((await failureOf(otherNode.dial(KEY, phone.ring, BOUNDS))).toJSON(), failure.toJSON());
      await phone.assertRings(1);
    },
  },
  {
    name: 'a dial that failed with something that is no SwitchError may have rung: nothing rings again',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      const bug = new TypeError('a bug of the driver');
      const first = hold(node.dial(KEY, phone.ring, BOUNDS));
      await phone.assertRings(1);
      phone.fail(1, bug);
      await rejects(first, bug);
      await rejects(otherNode.dial(KEY, phone.ring, BOUNDS));
      await phone.assertRings(1);
    },
  },
  {
    name: 'a dial that was refused holds nobody back: who joined it learns of the refusal, and the next one dials',
    check: async ({ node, otherNode, passMs }) => {
      const phone = new CountingPhone();
      const first = hold(node.dial(KEY, phone.ring, BOUNDS));
      await phone.assertRings(1);
      const joined = hold(otherNode.dial(KEY, phone.ring, BOUNDS));
      await passMs(50);
      phone.fail(1, new SwitchError('AGENT_NOT_READY', {}, { vendorMessage: 'in wrap-up' }));
      for (const each of [first, joined]) {
        const { code, effect, vendorMessage } = await failureOf(each);
        deepEqual([code, effect, vendorMessage], ['AGENT_NOT_READY', 'none', 'in wrap-up']);
      }
      const next = otherNode.dial(KEY, phone.ring, BOUNDS);
      await phone.assertRings(2);
      phone.answer(2);
      deepEqual(await next, PLACED);
    },
  },
  {
    name: 'a dial gave up before anything was sent: of those who joined it one dials, and the others join that',
    check: async ({ node, otherNode, passMs }) => {
      const phone = new CountingPhone();
      const first = hold(node.dial(KEY, phone.ring, BOUNDS));
      await phone.assertRings(1);
      const joined = [otherNode.dial(KEY, phone.ring, BOUNDS), node.dial(KEY, phone.ring, BOUNDS)];
      await passMs(50);
      phone.fail(1, new SwitchError('ABORTED', {}, { effect: 'none' }));
      equal((await failureOf(first)).code, 'ABORTED');
      await phone.assertRings(2);
      phone.answer(2);
      const results = await Promise.all(joined);
      equal(results.filter(({ replayed }) => replayed === true).length, 1, 'One of them dials, the other joins it.');
      await phone.assertRings(2);
    },
  },
  {
    name: 'whoever joins waits by its own deadline: then its outcome is unknown, and the dial goes on',
    check: async ({ node, otherNode, passMs }) => {
      const phone = new CountingPhone();
      const first = node.dial(KEY, phone.ring, BOUNDS);
      await phone.assertRings(1);
      const joined = [node, otherNode].map((guard) => hold(guard.dial(KEY, phone.ring, { deadlineMs: 100 })));
      await passMs(200);
      for (const each of joined) {
        const failure = await failureOf(each);
        deepEqual([failure.code, failure.details], ['OUTCOME_UNKNOWN', { reason: 'timed_out' }]);
      }
      phone.answer(1);
      deepEqual(await first, PLACED);
    },
  },
  {
    name: 'whoever joins may give up: then its outcome is unknown, and the dial goes on',
    check: async ({ node, otherNode, passMs }) => {
      const phone = new CountingPhone();
      const first = node.dial(KEY, phone.ring, BOUNDS);
      await phone.assertRings(1);
      const controller = new AbortController();
      const bounds = { ...BOUNDS, signal: controller.signal };
      const joined = [node, otherNode].map((guard) => hold(guard.dial(KEY, phone.ring, bounds)));
      await passMs(50);
      controller.abort();
      for (const each of joined) {
        const failure = await failureOf(each);
        deepEqual([failure.code, failure.details], ['OUTCOME_UNKNOWN', { reason: 'aborted' }]);
      }
      phone.answer(1);
      deepEqual(await first, PLACED);
    },
  },
  {
    name: 'the same number written differently is the same number; another agent, brand or destination is another dial',
    check: async ({ node, otherNode }) => {
      const phone = new CountingPhone();
      await place(node, phone);
      deepEqual(await otherNode.dial({ ...KEY, destination: '+1 (555) 000-4567' }, phone.ring, BOUNDS), REPLAYED);
      const others = [
        { ...KEY, destination: 'sip:a.lee@pbx.test' },
        { ...KEY, destination: 'sip:alee@pbx.test' },
        { ...KEY, agentExtension: '1002' },
        { ...KEY, brandId: parseBrandId('globex') },
      ];
      for (const [index, key] of others.entries()) {
        const dial = otherNode.dial(key, phone.ring, BOUNDS);
        await phone.assertRings(index + 2);
        phone.answer(index + 2, { status: 'placed', call: { callId: parseCallId(`${CALL.callId}-${index}`) } });
        equal((await dial).replayed, undefined, 'A dial of another is not a replay.');
      }
    },
  },
];

/**
 * What every dial guard promises, as cases for whatever runner is at hand.
 *
 * @example for (const { name, run } of dialGuardCases(subject)) test(name, run);
 */
export function dialGuardCases(subject: PortSubject<DialGuardStage>): readonly PortCase[] {
  return toPortCases([...PROMISES, ...dialReleasePromises], subject);
}
