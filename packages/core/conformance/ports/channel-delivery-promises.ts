import { deepEqual, equal, rejects } from 'node:assert/strict';
import { parseAgentExtension, parseBrandId, SwitchError } from '@elasticfunnels/switch-core';
import { until } from '../settling.ts';
import type { PortPromise } from './port-case.ts';
import { assertShows, publishAll, type ScreenPopChannelStage, seconds } from './screen-pop-channel-stage.ts';
import { AGENT, BRAND, samplePop, Screen } from './screen-pop-samples.ts';

const TOPIC = { brandId: BRAND, agentExtension: AGENT };
const OTHER_AGENT = parseAgentExtension('1002');

/** Who gets which screen pops, how often, and in which state of the call. */
export const channelDeliveryPromises: readonly PortPromise<ScreenPopChannelStage>[] = [
  {
    name: 'a pop reaches whoever is subscribed to its agent, on every node, with everything in it',
    check: async ({ node, otherNode }) => {
      const [near, far] = [new Screen(), new Screen()];
      await node.subscribe(TOPIC, near.receive);
      await otherNode.subscribe(TOPIC, far.receive);
      const entry = await node.publish(samplePop({}));
      await assertShows(near, [entry]);
      await assertShows(far, [entry]);
      for (const screen of [near, far]) deepEqual(screen.entries[0], entry, 'The entry must arrive as it was published.');
      deepEqual(entry.pop, samplePop({}), 'The pop must be the one that was given, its dates included.');
    },
  },
  {
    name: 'a pop without an agent reaches the queue of its brand, one with an agent does not, and nobody gets another’s',
    check: async ({ node, otherNode }) => {
      const [queue, agent, colleague, stranger] = [new Screen(), new Screen(), new Screen(), new Screen()];
      await otherNode.subscribe({ brandId: BRAND }, queue.receive);
      await otherNode.subscribe(TOPIC, agent.receive);
      await otherNode.subscribe({ brandId: BRAND, agentExtension: OTHER_AGENT }, colleague.receive);
      await otherNode.subscribe({ brandId: parseBrandId('globex'), agentExtension: AGENT }, stranger.receive);
      const toQueue = await publishAll(node, [
        { agent: null, at: 1 },
        { agent: null, at: 2 },
      ]);
      const toAgent = await publishAll(node, seconds(3, 2));
      const toColleague = await publishAll(node, seconds(5, 1, { agent: OTHER_AGENT }));
      const toStranger = await publishAll(node, seconds(6, 1, { brand: parseBrandId('globex') }));
      await assertShows(queue, toQueue);
      await assertShows(agent, toAgent);
      await assertShows(colleague, toColleague);
      await assertShows(stranger, toStranger);
    },
  },
  {
    name: 'pops arrive in order, each once, whichever node publishes them',
    check: async ({ node, otherNode }) => {
      const screen = new Screen();
      await node.subscribe(TOPIC, screen.receive);
      const first = await publishAll(otherNode, seconds(0, 6));
      const second = await publishAll(node, seconds(6, 6));
      await assertShows(screen, [...first, ...second]);
      equal(new Set(screen.ids).size, 12, 'Each entry must have an id of its own.');
    },
  },
  {
    name: 'the same event published again, on any node, gives the first entry and shows nothing twice',
    check: async ({ node, otherNode }) => {
      const screen = new Screen();
      await node.subscribe(TOPIC, screen.receive);
      const [first] = await publishAll(node, [{ at: 1 }]);
      const again = await publishAll(otherNode, [{ at: 1 }, { at: 1 }]);
      deepEqual(again, [first, first], 'A repetition must give the first entry.');
      const next = await otherNode.publish(samplePop({ at: 2 }));
      await assertShows(screen, first === undefined ? [] : [first, next]);
    },
  },
  {
    name: 'the same event published on several nodes at once is published once',
    check: async ({ node, otherNode }) => {
      const screen = new Screen();
      await node.subscribe(TOPIC, screen.receive);
      const both = [node, otherNode, node, otherNode, node, otherNode];
      const [first, ...others] = await Promise.all(both.map((channel) => channel.publish(samplePop({}))));
      for (const each of others) equal(each.id, first?.id, 'All must get the one entry.');
      const next = await node.publish(samplePop({ at: 1 }));
      await assertShows(screen, first === undefined ? [] : [first, next]);
    },
  },
  {
    name: 'a call that rings two agents at the same moment pops on both screens',
    check: async ({ node, otherNode }) => {
      const [agent, colleague] = [new Screen(), new Screen()];
      await node.subscribe(TOPIC, agent.receive);
      await node.subscribe({ brandId: BRAND, agentExtension: OTHER_AGENT }, colleague.receive);
      await assertShows(agent, await publishAll(node, [{ agent: AGENT }]));
      await assertShows(colleague, await publishAll(otherNode, [{ agent: OTHER_AGENT }]));
    },
  },
  {
    name: 'a call never goes back: an event that comes late says so, and tells the state that the call is in',
    check: async ({ node, otherNode }) => {
      const order = ['call.answered', 'call.ringing', 'recording.ready', 'call.ended', 'recording.ready'] as const;
      const samples = order.map((event, at) => ({ event, at }));
      const entries = [
        ...(await publishAll(node, samples.slice(0, 2))),
        ...(await publishAll(otherNode, samples.slice(2))),
        ...(await publishAll(node, [{ call: '300-2', event: 'call.ringing' }])),
        ...(await publishAll(node, [{ brand: parseBrandId('globex'), event: 'call.ringing' }])),
      ];
      deepEqual(
        entries.map(({ callState, late }) => [callState, late]),
        [
          ['call.answered', false],
          ['call.answered', true],
          ['recording.ready', false],
          ['recording.ready', true],
          ['recording.ready', false],
          ['call.ringing', false],
          ['call.ringing', false],
        ],
        'The state is the furthest of the call, and calls of other ids or brands have states of their own.',
      );
    },
  },
  {
    name: 'a repetition that comes after later events still gives the first entry as it was',
    check: async ({ node, otherNode }) => {
      const [first] = await publishAll(node, [{ event: 'call.ringing' }, { event: 'call.ended', at: 9 }]);
      deepEqual(await publishAll(otherNode, [{ event: 'call.ringing' }]), [first], 'The entry must not change afterwards.');
    },
  },
  {
    name: 'a subscriber that throws harms neither the others nor who publishes',
    check: async ({ node }) => {
      const screen = new Screen();
      const throwing = new Screen();
      await node.subscribe(TOPIC, (entry) => {
        throwing.receive(entry);
        throw new Error('a subscriber that throws');
      });
      await node.subscribe(TOPIC, screen.receive);
      const entries = await publishAll(node, seconds(0, 3));
      await assertShows(screen, entries);
      await assertShows(throwing, entries);
    },
  },
  {
    name: 'a subscription that was closed gets no more, and the others go on; closing it twice is nothing',
    check: async ({ node }) => {
      const [closed, open] = [new Screen(), new Screen()];
      const subscription = await node.subscribe(TOPIC, closed.receive, { onClose: closed.onClose });
      await node.subscribe(TOPIC, open.receive);
      const first = await publishAll(node, seconds(0, 1));
      await assertShows(closed, first);
      await subscription.close();
      await subscription.close();
      const rest = await publishAll(node, seconds(1, 2));
      await assertShows(open, [...first, ...rest]);
      await assertShows(closed, first);
      equal(closed.closed, 0, 'Whoever closes a subscription need not be told.');
    },
  },
  {
    name: 'a channel that is closed tells its subscribers, and refuses',
    check: async ({ node }) => {
      const screen = new Screen();
      await node.subscribe(TOPIC, screen.receive, { onClose: screen.onClose });
      await node.close();
      await until(1_000, 'Subscribers must be told', async () => screen.closed > 0);
      equal(screen.closed, 1, 'Subscribers are told once.');
      const isClosed = (error: unknown): boolean => SwitchError.has(error, 'CLOSED');
      await rejects(node.publish(samplePop({})), isClosed, 'Publishing must be refused with CLOSED.');
      await rejects(node.subscribe(TOPIC, screen.receive), isClosed, 'Subscribing must be refused with CLOSED.');
    },
  },
  {
    name: 'brands, agents and calls of any text are kept apart',
    check: async ({ node, otherNode }) => {
      const brands = ['{acme}', 'acme:1001', '*', '[ac]me', 'ac me 😀'].map(parseBrandId);
      const screens = brands.map(() => new Screen());
      const agent = parseAgentExtension('1001}:{x');
      for (const [index, brand] of brands.entries()) {
        await otherNode.subscribe({ brandId: brand, agentExtension: agent }, screens[index]?.receive ?? (() => {}));
      }
      for (const [index, brand] of brands.entries()) {
        const entries = await publishAll(node, [{ brand, agent, call: '{300}', at: index }]);
        await assertShows(screens[index] ?? new Screen(), entries);
      }
    },
  },
];
