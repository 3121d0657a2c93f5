import { DEFAULT_PATHS } from '@elasticfunnels/switch-five9';
import { CONTRACT_VERSION } from '../contract-files/contract-version.ts';
import type { Json } from '../pact/pact-file.ts';
import { jsonSchemaOf, SCHEMA_NAMES } from './json-schemas.ts';
import { type AnswerDescription, OPERATION_DESCRIPTIONS, type OperationDescription } from './operations.ts';
import { SCREEN_POP_WEBHOOK } from './screen-pop-webhook.ts';
import type { SchemaName } from './wire-schemas.ts';

type JsonObject = Readonly<Record<string, Json>>;

/** The contract as an OpenAPI 3.1 document. @see https://spec.openapis.org/oas/v3.1.1.html */
export function openApiDocument(): JsonObject {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Five9 REST middleware',
      version: CONTRACT_VERSION,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'What a middleware in front of Five9 answers to the driver. Success is a 2xx whose body, if it has a `success`, says true. The paths are the defaults: a brand may have others.',
    },
    servers: [
      { url: 'https://five9-proxy.example.com', description: 'Wherever the middleware is; a path in the base URL is kept.' },
    ],
    security: [{ bearer: [] }, { basic: [] }],
    paths: Object.fromEntries(
      OPERATION_DESCRIPTIONS.map((each) => [DEFAULT_PATHS[each.operation], { [each.method]: operationObject(each) }]),
    ),
    webhooks: { screenPop: SCREEN_POP_WEBHOOK },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic' },
      },
      headers: HEADERS,
      parameters: PARAMETERS,
      links: LINKS,
      schemas: Object.fromEntries(SCHEMA_NAMES.map((name) => [name, jsonSchemaOf(name)])),
    },
  };
}

function operationObject({ operation, summary, request, takesIdempotencyKey, answers }: OperationDescription): JsonObject {
  const parameters = [...(takesIdempotencyKey ? ['idempotencyKey'] : []), 'correlationId'];
  return {
    operationId: operation,
    summary,
    parameters: parameters.map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ...(request === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: reference(request.schema), example: request.example } },
          },
        }),
    responses: {
      ...Object.fromEntries(answers.map((answer) => [String(answer.status), answerObject(operation, answer)])),
      default: {
        description: 'Any other refusal: JSON with a message.',
        content: { 'application/json': { schema: reference('error') } },
      },
    },
  };
}

function answerObject(operation: string, { status, description, headers = [], examples }: AnswerDescription): JsonObject {
  const schemas = Object.keys(examples) as readonly SchemaName[];
  const [only] = schemas;
  const schema = schemas.length === 1 && only !== undefined ? reference(only) : { anyOf: schemas.map(reference) };
  const named = Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value: value ?? null }]));
  return {
    description,
    ...(headers.length === 0
      ? {}
      : { headers: Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }])) }),
    content: { 'application/json': { schema, examples: named } },
    ...(operation === 'makeCall' && status === 200
      ? { links: Object.fromEntries(Object.keys(LINKS).map((name) => [name, { $ref: `#/components/links/${name}` }])) }
      : {}),
  };
}

const reference = (name: SchemaName): JsonObject => ({ $ref: `#/components/schemas/${name}` });

const HEADERS: JsonObject = {
  'Retry-After': { description: 'Seconds, or an HTTP date (RFC 9110).', schema: { type: 'string' } },
  'Idempotent-Replayed': {
    description: '`true` when this is the answer to an earlier request with the same Idempotency-Key: nothing rang again.',
    schema: { type: 'string' },
  },
};

const PARAMETERS: JsonObject = {
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'One per intent. A middleware that knows it never rings twice for the same key; another may ignore it.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  correlationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    required: false,
    description: 'The same text stands in the logs of the platform.',
    schema: { type: 'string', maxLength: 256 },
  },
};

const ofThisCall = (operationId: string, description: string): JsonObject => ({
  operationId,
  requestBody: { call_id: '$response.body#/call_id' },
  description,
});

const LINKS: Readonly<Record<string, JsonObject>> = {
  hangup: ofThisCall('hangup', 'Ends this call.'),
  transfer: ofThisCall('transfer', 'Hands this call over; `target_extension` says to whom.'),
  recording: ofThisCall('recording', 'Finds the recording of this call.'),
};
