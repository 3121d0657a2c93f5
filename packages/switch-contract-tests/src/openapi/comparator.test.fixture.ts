import type { JsonObject } from './json-object.test.fixture.ts';

/** What the comparator has found, as far as it is read here. */
export interface ComparatorResult {
  readonly type: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  readonly mockDetails?: { readonly interactionDescription?: string | null };
}

interface ComparatorModule {
  readonly Comparator: new (documents: {
    readonly oas: JsonObject;
  }) => {
    compare(pact: unknown): AsyncIterable<ComparatorResult>;
  };
}

// Its declarations import without extensions, so under nodenext the compiler sees no export.
function isComparatorModule(module: unknown): module is ComparatorModule {
  return typeof module === 'object' && module !== null && typeof Reflect.get(module, 'Comparator') === 'function';
}

/** Compares a pact with an OpenAPI document. Both are copied: it changes what it is given. */
export async function compareWithOpenApi(openapi: JsonObject, pact: unknown): Promise<readonly ComparatorResult[]> {
  const module: unknown = await import('@pactflow/openapi-pact-comparator');
  if (!isComparatorModule(module)) throw new Error('The comparator is not what it was.');
  const comparator = new module.Comparator({ oas: structuredClone(openapi) });
  const results: ComparatorResult[] = [];
  for await (const result of comparator.compare(structuredClone(pact))) results.push(result);
  return results;
}
