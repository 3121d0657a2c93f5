import * as z from 'zod';

const texts = z.record(z.string(), z.string());

/** An event, by how its time is written: a date here, a text in JSON. */
export function eventSchema(moment: z.ZodType<Date>): z.ZodType {
  return z.object({
    event: z.enum(['call.ringing', 'call.answered', 'call.ended', 'recording.ready']),
    eventId: z.string().optional(),
    callId: z.string().min(1),
    aliases: texts.optional(),
    direction: z.enum(['inbound', 'outbound']),
    customerNumber: z.string().optional(),
    dialledNumber: z.string().optional(),
    agent: z.object({ extension: z.string().min(1) }).optional(),
    campaign: z.string().optional(),
    skill: z.string().optional(),
    occurredAt: moment.optional(),
    attributes: texts,
  });
}

/** RFC 3339 has years of four digits: another could be written, and never be read again. */
const isWritable = (moment: Date): boolean => moment.getTime() >= Date.UTC(1, 0) && moment.getUTCFullYear() <= 9999;
const screenPopEvent = eventSchema(z.date().refine(isWritable, 'must be of a year that has four digits'));

/**
 * What keeps something from being an event, by its fields and never with a value; undefined when nothing does. Where it is
 * none, a plugin's `decode` has broken its promise: half of it might be shown, or nobody could read it from a shared channel.
 */
export function findEventProblem(value: unknown): string | undefined {
  const read = screenPopEvent.safeParse(value);
  if (read.success) return undefined;
  const { path, message } = read.error.issues[0] ?? { path: [], message: '' };
  // Names of attributes and aliases are the sender's.
  const field = path
    .slice(0, path[0] === 'agent' ? 2 : 1)
    .map(String)
    .join('.');
  return `${field === '' ? 'the whole of it' : field}: ${message}`;
}
