import type { Json, PactBody, PactMatchers, PactResponse } from '../pact/pact-file.ts';
import { sorted } from './authentication.ts';

const FIELD = 'recording_url';

/** The answer with the recording's URL in a brand's own field; `data.url` lies inside. */
export function moveRecordingUrl(response: PactResponse, field: string): PactResponse {
  const { body, matchingRules = {} } = response;
  const moved = body === undefined ? undefined : moveInBody(body, field);
  if (moved === undefined || field === FIELD) return response;
  const { [`$.${FIELD}`]: rule, ...others } = matchingRules['body'] ?? {};
  const rules: Readonly<Record<string, PactMatchers>> = rule === undefined ? others : { ...others, [`$.${field}`]: rule };
  return { ...response, body: moved, matchingRules: { ...matchingRules, body: sorted(rules) } };
}

function moveInBody(body: PactBody, field: string): PactBody | undefined {
  const { content } = body;
  if (typeof content !== 'object' || content === null || Array.isArray(content) || !(FIELD in content)) return undefined;
  const { [FIELD]: url = null, ...others }: Readonly<Record<string, Json>> = content;
  const [first = FIELD, ...inner] = field.split('.');
  const nested = inner.reduceRight<Json>((value, name) => ({ [name]: value }), url);
  return { ...body, content: sorted({ ...others, [first]: nested }) };
}
