import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { operationNames } from '../contract/operation.ts';
import { succeed } from '../contract/answer.ts';
import { Refusal } from '../contract/refusal.ts';
import { parseBody } from '../contract/requests.ts';
import { Five9Error } from '../five9/five9-error.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { faultNames } from '../faults/fault-catalogue.ts';
import { findContractState } from '../simulator/contract-states.ts';
import type { Five9Simulator, InboundCall } from '../simulator/five9-simulator.ts';
import type { Authenticator } from './authentication.ts';
import { isLoopback } from './middleware-settings.ts';

/** What the control routes drive. */
export interface ControlRouteOptions {
  readonly simulator: Five9Simulator;
  readonly faults: FaultBoard | undefined;
  readonly authenticate: Authenticator;
}

const faultBody = z.object({
  name: z.enum(faultNames, 'is not the name of a fault'),
  operation: z.enum([...operationNames, 'screenPop']).optional(),
  times: z.int().positive().optional(),
  delay_ms: z.number().nonnegative().optional(),
});

const inboundBody = z.object({
  from: z.string(),
  to: z.string().optional(),
  agent_extension: z.string().nullable().optional(),
  campaign: z.string().optional(),
  skill: z.string().optional(),
});

const stateBody = z.object({
  action: z.enum(['setup', 'teardown']).default('setup'),
  state: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
});

const agentBody = z.object({ state: z.enum(['logged-out', 'not-ready', 'ready', 'on-call', 'wrap-up']) });

/** Mounts `/control`: faults, agents, calls, inbound calls and contract states, for callers on this machine with the service's credentials. */
export function mountControlRoutes(app: FastifyInstance, options: ControlRouteOptions): void {
  app.register(
    async (control) => {
      control.addHook('onRequest', async (request) => {
        requireLoopback(request);
        options.authenticate(request.headers.authorization);
      });
      mountFaults(control, options);
      mountSimulator(control, options.simulator);
      mountContractStates(control, options);
    },
    { prefix: '/control' },
  );
}

function mountFaults(app: FastifyInstance, { faults }: ControlRouteOptions): void {
  app.get('/faults', async () => ({ faults: faults?.list() ?? [] }));
  app.post('/faults', async (request) => {
    if (faults === undefined) throw new Refusal(409, 'rejected', 'This service was started without a fault board.');
    switchOn(faults, parseBody(faultBody, request.body));
    return { faults: faults.list() };
  });
  app.delete('/faults', async () => {
    faults?.switchOff();
    return succeed().body;
  });
}

function switchOn(faults: FaultBoard, body: z.infer<typeof faultBody>): void {
  const { name, operation, times, delay_ms: delayMs } = body;
  try {
    faults.switchOn(name, {
      ...(operation === undefined ? {} : { operation }),
      ...(times === undefined ? {} : { times }),
      ...(delayMs === undefined ? {} : { delayMs }),
    });
  } catch (error) {
    throw new Refusal(422, 'rejected', error instanceof Error ? error.message : 'The fault is not possible.');
  }
}

function mountSimulator(app: FastifyInstance, simulator: Five9Simulator): void {
  app.get('/calls', async () => ({ calls: simulator.calls(), dials: simulator.dials() }));
  app.get('/agents', async () => ({ agents: simulator.agents() }));
  app.post('/agents/:extension', async (request) => {
    const { state } = parseBody(agentBody, request.body);
    return spelledOut(() => {
      simulator.setAgentState(String(Reflect.get(Object(request.params), 'extension')), state);
      return succeed().body;
    });
  });
  app.post('/inbound-calls', async (request) => {
    const inbound = toInboundCall(parseBody(inboundBody, request.body));
    return spelledOut(() => ({ call: simulator.simulateInboundCall(inbound).call }));
  });
}

// The convention of contract verifiers: 200 with a flat map of texts, 4xx for a state that is not known.
function mountContractStates(app: FastifyInstance, { simulator, faults }: ControlRouteOptions): void {
  app.post('/states', async (request) => {
    const { action, state, params } = parseBody(stateBody, request.body);
    if (action === 'teardown') {
      faults?.switchOff();
      return {};
    }
    const setUp = findContractState(state);
    if (setUp === undefined) throw new Refusal(422, 'rejected', 'This state is not known.', { field: 'state' });
    return spelledOut(() => setUp({ simulator, faults, params }));
  });
}

function toInboundCall(body: z.infer<typeof inboundBody>): InboundCall {
  const { from, to, agent_extension: agentExtension, campaign, skill } = body;
  return {
    from,
    ...(to === undefined ? {} : { to }),
    ...(agentExtension === undefined ? {} : { agentExtension }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(skill === undefined ? {} : { skill }),
  };
}

async function spelledOut<Result>(drive: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await drive();
  } catch (error) {
    if (error instanceof Five9Error) throw new Refusal(422, 'rejected', error.message, { cause: error });
    throw error;
  }
}

// The connection itself, never a forwarding header that anybody can write.
function requireLoopback(request: FastifyRequest): void {
  if (isLoopback(request.raw.socket.remoteAddress ?? '')) return;
  throw new Refusal(403, 'forbidden', 'The control endpoints answer only callers on the same machine.');
}
