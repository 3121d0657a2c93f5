import type { ManyNodesOptions } from './run-many-nodes.ts';

const PER_SECOND = 250;

/** Three nodes, four brands with five agents each and a queue, and as much chaos as fits the number of deliveries. */
export function fullRun(given: Pick<ManyNodesOptions, 'seed' | 'deliveries' | 'appendfsync'>): ManyNodesOptions {
  const thousands = given.deliveries / 1_000;
  const chaos = {
    nodeKills: Math.max(2, Math.round(thousands * 1.2)),
    redisKills: Math.max(1, Math.round(thousands * 0.4)),
    nodeStops: Math.round(thousands * 0.2),
    nodeFreezes: Math.round(thousands * 0.2),
    redisFreezes: Math.round(thousands * 0.1),
  };
  return { ...given, perSecond: PER_SECOND, nodes: 3, brands: 4, agentsPerBrand: 5, chaos };
}
