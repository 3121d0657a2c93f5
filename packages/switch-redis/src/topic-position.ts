/** Where a reader of a topic stands: after an entry, or (without a sequence) at the start of a millisecond of Redis's clock. */
export interface TopicPosition {
  readonly epoch: string;
  readonly ms: string;
  readonly sequence: string;
}

const NOWHERE: TopicPosition = { epoch: '', ms: '0', sequence: '0' };

/** An id of an entry or of a start; anything else is a position of no epoch, and so behind a gap. */
export function parsePosition(text: string): TopicPosition {
  const [, epoch, ms, sequence = ''] = /^([\w-]{1,32})\.(\d{1,15})(?:-(\d{1,15}))?$/.exec(text) ?? [];
  return epoch === undefined || ms === undefined ? NOWHERE : { epoch, ms, sequence };
}

/** An entry's id: the epoch tells whether the stream that it was in is still there. `id` is Redis's own of the entry. */
export function formatPosition(epoch: string, id: string): string {
  return `${epoch}.${id}`;
}
