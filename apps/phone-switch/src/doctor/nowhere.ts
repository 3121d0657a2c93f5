import { randomUUID } from 'node:crypto';
import type { HttpAnswer, PathProbe, ProbeRequest } from '@elasticfunnels/switch-core';
import { type AnswerAt, areAlike } from './answers-alike.ts';
import type { EndpointClient } from './endpoint-client.ts';
import { showPath } from './show-path.ts';

/** A probe with a request that may be sent. */
export type Sendable = PathProbe & { readonly request: ProbeRequest };

/** Whether a probe has such a request. */
export const isSendable = (probe: PathProbe): probe is Sendable => probe.request !== undefined;

/** A path beside another, that cannot be there. */
export function makeUpPath(probe: PathProbe): string {
  return `${showPath(probe).replace(/[^/]*$/, '')}doctor-${randomUUID()}`;
}

/** How a service answers where there cannot be anything: routers answer 404 in JSON too, as if they did not know the call. */
export class Nowhere {
  readonly #client: EndpointClient;
  /** The request that could change the least, wherever it were taken. */
  readonly #least: Sendable | undefined;
  readonly #byFolder = new Map<string, AnswerAt | undefined>();

  constructor(probes: readonly PathProbe[], client: EndpointClient) {
    this.#client = client;
    this.#least = probes.filter(isSendable).find(({ operation }) => operation === 'getCallRecordingUrl');
  }

  /** Whether a path is answered with 404 just as one beside it that cannot exist; false where that is not known. */
  async isLike(probe: PathProbe, answer: HttpAnswer): Promise<boolean> {
    if (answer.status !== 404) return false;
    const nowhere = await this.#ask(makeUpPath(probe));
    return nowhere !== undefined && areAlike({ path: showPath(probe), answer }, nowhere);
  }

  /** Once for each folder. */
  async #ask(path: string): Promise<AnswerAt | undefined> {
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (!this.#byFolder.has(folder)) {
      const probed = this.#least === undefined ? undefined : await this.#client.probe({ ...this.#least, path });
      this.#byFolder.set(folder, probed?.kind === 'answered' ? { path, answer: probed.answered.answer } : undefined);
    }
    return this.#byFolder.get(folder);
  }
}
