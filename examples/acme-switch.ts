import { baseUrl, bearer, type CallId, definePlugin, readJsonBody, secretText, SwitchError } from '@elasticfunnels/switch-core';
import * as z from 'zod';

const config = z.strictObject({
  url: baseUrl.meta({ title: 'URL', description: 'Where Acme answers.', group: 'Connection' }),
  token: secretText().meta({ title: 'Token', description: 'Of the Acme account.', group: 'Connection', secret: true }),
});

/** A switch for Acme: a plugin is data and one function, and the container is nowhere to be seen. */
export default definePlugin({
  id: 'acme',
  displayName: 'Acme',
  capabilities: [],
  config,
  connect: ({ url, token }, services) => {
    const http = services.http({ baseUrl: url, authorisation: bearer(token) });
    const notYet = async (): Promise<never> => {
      throw new SwitchError('REJECTED', {}, { message: 'Acme cannot do that yet.' });
    };
    return {
      connect: async (options) => {
        const startedAt = services.clock.monotonicMs();
        await http.send({
          operation: 'connect',
          method: 'GET',
          path: '/ping',
          options,
          read: ({ status }) => {
            if (status !== 200) throw new SwitchError('UNAUTHENTICATED', { httpStatus: status });
          },
        });
        return { status: 'verified', latencyMs: services.clock.monotonicMs() - startedAt };
      },
      makeCall: ({ agentExtension, destination }, options) =>
        http.send({
          operation: 'makeCall',
          method: 'POST',
          path: '/dial',
          json: { from: agentExtension, to: destination },
          options,
          read: (answer) => {
            const body = readJsonBody(answer);
            const id = body.kind === 'object' ? body.value['id'] : undefined;
            // Nobody can tell whether a phone rings: say so, and the host repeats nothing.
            if (typeof id !== 'string') throw new SwitchError('OUTCOME_UNKNOWN', { reason: 'unreadable_answer' });
            return { status: 'placed', call: { callId: id as CallId, agentExtension } };
          },
        }),
      hangupCall: notYet,
      transferCall: notYet,
      getCallRecordingUrl: notYet,
      close: async () => {},
    };
  },
});
