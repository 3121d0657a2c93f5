import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ContractOperation } from '../catalogue/interactions.ts';
import { type Json, type PactFile, type PactInteraction, type PactResponse, referenceOf } from '../pact/pact-file.ts';
import { compareWithOpenApi } from './comparator.test.fixture.ts';
import { isObject, type JsonObject, membersOf, resolve } from './json-object.test.fixture.ts';

/** Where pacts and OpenAPI do not say the same, one sentence each; empty when they agree. */
export async function findDisagreements(openapi: JsonObject, pacts: readonly PactFile[]): Promise<readonly string[]> {
  const interactions = pacts.flatMap((pact) => pact.interactions);
  return [
    ...(await compare(openapi, pacts)),
    ...compareStatuses(openapi, interactions),
    ...compareRequiredFields(openapi, interactions),
    ...compareSentFields(openapi, interactions),
    ...compareSentValues(openapi, interactions),
  ];
}

// Nothing but what is documented: unknown fields and undocumented statuses are refused.
function closedProjection(openapi: JsonObject): JsonObject {
  return close(openapi) as JsonObject;
}

function close(value: Json): Json {
  if (Array.isArray(value)) return value.map(close);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([name]) => name !== 'default');
  const closed = Object.fromEntries(members.map(([name, inner]) => [name, close(inner)]));
  return 'properties' in value && value['type'] === 'object' ? { ...closed, additionalProperties: false } : closed;
}

async function compare(openapi: JsonObject, pacts: readonly PactFile[]): Promise<readonly string[]> {
  const closed = closedProjection(openapi);
  const found: string[] = [];
  for (const pact of pacts) {
    for (const { type, code, message, mockDetails } of await compareWithOpenApi(closed, pact)) {
      if (type !== 'info') found.push(`${mockDetails?.interactionDescription ?? '?'}: ${code}: ${message}`);
    }
  }
  return found;
}

function operationOf(openapi: JsonObject, operation: ContractOperation): JsonObject {
  const operations = Object.values(membersOf(openapi, 'paths')).flatMap((path) => Object.values(path ?? {}) as readonly Json[]);
  const found = operations.find((each) => isObject(each) && each['operationId'] === operation);
  return isObject(found) ? found : {};
}

function statusesOf({ status, matchingRules }: PactResponse): readonly number[] {
  const [rule] = matchingRules?.['status']?.['$']?.matchers ?? [];
  const listed = rule?.['status'];
  return Array.isArray(listed) ? listed.map(Number) : [status];
}

function* compareStatuses(openapi: JsonObject, interactions: readonly PactInteraction[]): Generator<string> {
  for (const [operation, group] of Object.entries(Object.groupBy(interactions, (each) => referenceOf(each).operation))) {
    const asked = new Set(group.flatMap(({ response }) => statusesOf(response)));
    const responses = membersOf(operationOf(openapi, operation as ContractOperation), 'responses');
    const documented = new Set(
      Object.keys(responses)
        .filter((status) => status !== 'default')
        .map(Number),
    );
    for (const status of asked)
      if (!documented.has(status)) yield `${operation}: ${status} stands in a pact and is not documented`;
    for (const status of documented)
      if (!asked.has(status)) yield `${operation}: ${status} is documented, and no interaction has it`;
  }
  for (const operation of listOperations(openapi)) {
    if (!interactions.some((each) => referenceOf(each).operation === operation)) yield `${operation}: no interaction has it`;
  }
}

function listOperations(openapi: JsonObject): readonly string[] {
  const paths = Object.values(membersOf(openapi, 'paths')).filter(isObject);
  return paths.flatMap((path) =>
    Object.values(path).flatMap((each) => (isObject(each) && typeof each['operationId'] === 'string' ? each['operationId'] : [])),
  );
}

// A pact that asks for less than the schema would pass a middleware that the driver cannot use.
function* compareRequiredFields(openapi: JsonObject, interactions: readonly PactInteraction[]): Generator<string> {
  for (const interaction of interactions) {
    const { interaction: id, operation } = referenceOf(interaction);
    const { status, body } = interaction.response;
    const answer = membersOf(membersOf(operationOf(openapi, operation), 'responses'), String(status));
    const schema = resolve(openapi, membersOf(membersOf(membersOf(answer, 'content'), 'application/json'), 'schema'));
    const alternatives = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [schema];
    const required = alternatives.map((each) => requiredOf(resolve(openapi, isObject(each) ? each : {})));
    const asked = isObject(body?.content) ? Object.keys(body.content) : [];
    if (required.some((names) => names.every((name) => asked.includes(name)))) continue;
    yield `${id}: asks for ${asked.join(', ') || 'no field'}, and the schema requires ${required.map((names) => names.join(', ')).join(' or ')}`;
  }
}

function requiredOf(schema: JsonObject): readonly string[] {
  return Array.isArray(schema['required']) ? schema['required'].map(String) : [];
}

function requestSchemaOf(openapi: JsonObject, operation: ContractOperation): JsonObject {
  const request = membersOf(operationOf(openapi, operation), 'requestBody');
  return resolve(openapi, membersOf(membersOf(membersOf(request, 'content'), 'application/json'), 'schema'));
}

// The comparator takes a number where a text is asked for.
function* compareSentValues(openapi: JsonObject, interactions: readonly PactInteraction[]): Generator<string> {
  const ajv = new Ajv2020();
  for (const interaction of interactions) {
    const { interaction: id, operation } = referenceOf(interaction);
    const { body } = interaction.request;
    const schema = close(requestSchemaOf(openapi, operation));
    if (body === undefined || ajv.validate(structuredClone(schema) as object, body.content)) continue;
    yield `${id}: the request is not what is documented: ${ajv.errorsText()}`;
  }
}

// A documented field that no interaction sends is proven by nothing.
function* compareSentFields(openapi: JsonObject, interactions: readonly PactInteraction[]): Generator<string> {
  for (const [operation, group] of Object.entries(Object.groupBy(interactions, (each) => referenceOf(each).operation))) {
    const schema = requestSchemaOf(openapi, operation as ContractOperation);
    const sent = new Set(group.flatMap((each) => Object.keys(each.request.body?.content ?? {})));
    for (const name of Object.keys(membersOf(schema, 'properties'))) {
      if (!sent.has(name)) yield `${operation}: the field ${name} is documented, and no interaction sends it`;
    }
  }
}
