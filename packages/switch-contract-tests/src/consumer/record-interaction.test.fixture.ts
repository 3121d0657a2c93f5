import { partialDeepStrictEqual } from 'node:assert/strict';
import { Pact } from '@pact-foundation/pact';
import { createSwitchHost, LOOPBACK_ALLOWED, SwitchError } from '@elasticfunnels/switch-core';
import { DEFAULT_RECORDING_FIELDS, five9Plugin } from '@elasticfunnels/switch-five9';
import type { Interaction } from '../catalogue/interactions.ts';
import { levelOf } from '../catalogue/levels.ts';
import { CONSUMERS, PROVIDER } from '../catalogue/participants.ts';
import { stateParametersOf } from '../catalogue/state-parameters.ts';
import type { ConsumerCase, Template } from './consumer-case.test.fixture.ts';
import { requestOf } from './recorded-request.test.fixture.ts';
import { type RecordingSetup, settingsOf } from './recording-setup.test.fixture.ts';

/**
 * Drives the real driver through one interaction against Pact's mock server, which adds it to the pact in the
 * setup's directory. Never two at once: the pacts of parallel writers lose interactions.
 *
 * @throws when the driver sends something else, or makes something else of the answer.
 */
export async function recordInteraction(interaction: Interaction, each: ConsumerCase, setup: RecordingSetup): Promise<void> {
  const pact = new Pact({
    consumer: CONSUMERS[interaction.pact],
    provider: PROVIDER,
    dir: setup.directory,
    logLevel: 'error',
  });
  const { method, path, query, headers, body } = requestOf(interaction, each, setup);
  await describeTo(pact, interaction, each)
    .withRequest(method, path, (request) => {
      request.query(query).headers(headers);
      if (body !== undefined) request.jsonBody(body);
    })
    .willRespondWith(each.status, (response) => {
      if (each.headers !== undefined) response.headers(each.headers);
      if (each.answer !== undefined) response.jsonBody(inFieldsOf(setup, each.answer));
    })
    .executeTest(async ({ url }) => {
      partialDeepStrictEqual(await outcomeOf(url, each, setup), each.outcome);
    });
}

function describeTo(pact: Pact, interaction: Interaction, { body = {} }: ConsumerCase): ReturnType<Pact['addInteraction']> {
  const parameters = stateParametersOf(interaction.state, body);
  return pact
    .addInteraction()
    .given(interaction.state, Object.keys(parameters).length === 0 ? undefined : { ...parameters })
    .uponReceiving(interaction.description)
    .reference('contract', 'interaction', interaction.id)
    .reference('contract', 'operation', interaction.operation)
    .reference('contract', 'level', levelOf(interaction));
}

// A brand whose middleware answers with another field for the recording's URL has that in its contract.
function inFieldsOf({ recordingUrlFields = DEFAULT_RECORDING_FIELDS }: RecordingSetup, answer: AnswerTemplate): AnswerTemplate {
  const { recording_url: url, ...rest } = answer;
  const [first = 'recording_url'] = recordingUrlFields;
  if (url === undefined || recordingUrlFields.includes('recording_url')) return answer;
  const nested = first.split('.').reduceRight<Template>((value, name) => ({ [name]: value }), url);
  return Object.assign(rest, nested);
}

type AnswerTemplate = Readonly<Record<string, Template>>;

/** A host of its own for each interaction: nothing is repeated, and no dial joins an earlier one. */
async function outcomeOf(serverUrl: string, each: ConsumerCase, setup: RecordingSetup): Promise<unknown> {
  await using host = createSwitchHost({ network: LOOPBACK_ALLOWED, retry: { attempts: 1 } });
  host.register(five9Plugin);
  host.setBrand('brand', { plugin: 'five9', config: settingsOf(serverUrl, each, setup) });
  const phone = await host.phoneSwitch('brand');
  try {
    // As JSON, so that URLs and dates are compared as texts.
    return JSON.parse(JSON.stringify(await each.perform(phone)));
  } catch (error) {
    if (!SwitchError.is(error)) throw error;
    const { code, effect, vendorMessage, details } = error;
    return { code, effect, vendorMessage, details };
  }
}
