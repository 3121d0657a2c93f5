import type { PactName } from './interactions.ts';

/** Pact's name of the middleware, whoever wrote it. */
export const PROVIDER = 'five9-rest-middleware';

/** Pact's name of the side that sends the requests, for each pact. */
export const CONSUMERS: Readonly<Record<PactName, string>> = {
  core: 'five9-driver',
  basic: 'five9-driver-basic',
  extended: 'five9-driver-extended',
};

/** Pact's name of the side that receives screen pops, which the middleware sends. */
export const SCREEN_POP_CONSUMER = 'elasticfunnels-screen-pop';

/** The file of a consumer's pact, below the folder `pacts`. */
export function pactFileOf(consumer: string): string {
  return `${consumer}-${PROVIDER}.json`;
}
