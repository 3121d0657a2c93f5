import { equal } from 'node:assert/strict';
import type { PortPromise } from './port-case.ts';
import { assertGap, assertShows, publishAll, type ScreenPopChannelStage, seconds } from './screen-pop-channel-stage.ts';
import { AGENT, BRAND, samplePop, Screen } from './screen-pop-samples.ts';

const TOPIC = { brandId: BRAND, agentExtension: AGENT };

/** What a subscriber that was away is given when it comes back. */
export const channelResumptionPromises: readonly PortPromise<ScreenPopChannelStage>[] = [
  {
    name: 'without the id of an earlier entry a subscription begins now',
    check: async ({ node, otherNode }) => {
      await publishAll(node, seconds(0, 3));
      const screen = new Screen();
      await otherNode.subscribe(TOPIC, screen.receive, { onGap: screen.onGap });
      await assertShows(screen, await publishAll(node, seconds(3, 2)));
      equal(screen.gaps, 0, 'Nothing was missed.');
    },
  },
  {
    name: 'whoever resumes after an entry gets those that came since, on any node, and then the new ones',
    check: async ({ node, otherNode }) => {
      const [seen, ...missed] = await publishAll(node, seconds(0, 4));
      const screen = new Screen();
      await otherNode.subscribe(TOPIC, screen.receive, { after: seen?.id ?? '', onGap: screen.onGap });
      await assertShows(screen, missed);
      await assertShows(screen, [...missed, ...(await publishAll(node, seconds(4, 3)))]);
      equal(screen.gaps, 0, 'Nothing was missed.');
    },
  },
  {
    name: 'whoever resumes after the last entry gets the new ones only',
    check: async ({ node, otherNode }) => {
      const last = (await publishAll(node, seconds(0, 2))).at(-1);
      const screen = new Screen();
      await otherNode.subscribe(TOPIC, screen.receive, { after: last?.id ?? '', onGap: screen.onGap });
      await assertShows(screen, await publishAll(node, seconds(2, 1)));
      equal(screen.gaps, 0, 'Nothing was missed.');
    },
  },
  {
    name: 'whoever lost its connection before the first entry resumes after where it started, and misses nothing',
    check: async ({ node, otherNode }) => {
      await publishAll(node, seconds(50, 2));
      for (const agent of [AGENT, null]) {
        const topic = agent === null ? { brandId: BRAND } : TOPIC;
        const subscription = await node.subscribe(topic, () => {});
        await subscription.close();
        const entries = await publishAll(otherNode, seconds(agent === null ? 0 : 10, 3, { agent }));
        const screen = new Screen();
        await otherNode.subscribe(topic, screen.receive, { after: subscription.startedAfter, onGap: screen.onGap });
        await assertShows(screen, entries);
        equal(screen.gaps, 0, 'Nothing was missed.');
      }
    },
  },
  {
    name: 'whoever resumes after an id that is not known any more is told of the gap, and gets what is kept',
    check: async ({ node, otherNode }) => {
      const kept = await publishAll(node, seconds(0, 2));
      for (const after of ['nonsense', 'AAAAAAAA-1', '0-0', '1767603600000-0', '-', 'x'.repeat(2_000), '\u0000{}*']) {
        const screen = new Screen();
        const subscription = await otherNode.subscribe(TOPIC, screen.receive, { after, onGap: screen.onGap });
        await assertGap(screen);
        await assertShows(screen, kept);
        await subscription.close();
      }
    },
  },
  {
    name: 'whoever was away for longer than entries are kept is told of the gap, and gets what is kept',
    check: async ({ node, otherNode, entriesPerTopic }) => {
      const [seen, ...rest] = await publishAll(node, seconds(0, entriesPerTopic + 2));
      const screen = new Screen();
      await otherNode.subscribe(TOPIC, screen.receive, { after: seen?.id ?? '', onGap: screen.onGap });
      await assertGap(screen);
      await assertShows(screen, rest.slice(1));
      const [last, ...exact] = rest;
      const lucky = new Screen();
      await otherNode.subscribe(TOPIC, lucky.receive, { after: last?.id ?? '', onGap: lucky.onGap });
      await assertShows(lucky, exact);
      equal(lucky.gaps, 0, 'Whoever has seen all that is gone has missed nothing.');
    },
  },
  {
    name: 'entries that come while a subscription is being made arrive once, and in order',
    check: async ({ node, otherNode }) => {
      const [seen, ...missed] = await publishAll(node, seconds(0, 3));
      const screen = new Screen();
      const subscribing = otherNode.subscribe(TOPIC, screen.receive, { after: seen?.id ?? '' });
      const [third, fourth] = await Promise.all([node.publish(samplePop({ at: 3 })), node.publish(samplePop({ at: 4 }))]);
      await subscribing;
      const last = await node.publish(samplePop({ at: 5 }));
      await assertShows(screen, [...missed, third, fourth, last]);
    },
  },
];
