import { Matchers, Pact } from '@pact-foundation/pact';
import { EXAMPLES } from '../catalogue/examples.ts';
import { PROVIDER, SCREEN_POP_CONSUMER } from '../catalogue/participants.ts';

/** One message that the middleware is to send. */
export interface ScreenPopCase {
  readonly description: string;
  readonly state: string;
  readonly contents: Readonly<Record<string, unknown>>;
}

const id = (example: string): unknown => Matchers.regex('^.+$', example);
const RFC_3339 = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$';

const eventOf = (event: string): Readonly<Record<string, unknown>> => ({
  event,
  call_id: id(EXAMPLES.callId),
  direction: 'inbound',
  customer_number: Matchers.string('+15557654321'),
  occurred_at: Matchers.regex(RFC_3339, '2026-01-05T09:00:00.000Z'),
});
const agent: unknown = { extension: id(EXAMPLES.agentExtension) };

/** Only what the platform reads and cannot do without; a message may say more. */
export const SCREEN_POP_CASES: readonly ScreenPopCase[] = [
  {
    description: 'an inbound call rings at an agent',
    state: 'an inbound call rings at an agent',
    contents: { ...eventOf('call.ringing'), agent },
  },
  {
    description: 'an inbound call waits in a queue',
    state: 'an inbound call waits in a queue',
    contents: eventOf('call.ringing'),
  },
  { description: 'an inbound call has ended', state: 'an inbound call has ended', contents: { ...eventOf('call.ended'), agent } },
];

/** Hands a message to its receiver, as Pact would; Pact adds it to the pact in the directory. */
export async function recordMessage(
  { description, state, contents }: ScreenPopCase,
  directory: string,
  receive: (content: unknown) => void,
): Promise<void> {
  const pact = new Pact({ consumer: SCREEN_POP_CONSUMER, provider: PROVIDER, dir: directory, logLevel: 'error' });
  await pact
    .addAsynchronousInteraction()
    .given(state)
    .expectsToReceive(description, (message) => {
      message.withJSONContent(contents).withMetadata({ contentType: 'application/json' });
    })
    .executeTest(async ({ contents: { content } }) => {
      receive(content);
      await Promise.resolve();
    });
}
