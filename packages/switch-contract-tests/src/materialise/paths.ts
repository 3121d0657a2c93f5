import { DEFAULT_PATHS, type Five9Paths } from '@elasticfunnels/switch-five9';
import type { ContractOperation } from '../catalogue/interactions.ts';
import type { PactRequest } from '../pact/pact-file.ts';

/** Where a brand's middleware has its operations; a pact keeps its paths when neither is given. */
export interface PathChoice {
  readonly paths?: Partial<Five9Paths> | undefined;
  /** The path of the base URL; with or without a slash at the end. */
  readonly basePath?: string | undefined;
}

/** The path and query of an operation, whole, as the driver asks for it. */
export function pathOf(
  operation: ContractOperation,
  { paths = {}, basePath = '' }: PathChoice,
): Pick<PactRequest, 'path' | 'query'> {
  const whole = `${basePath.replace(/\/+$/, '')}${paths[operation] ?? DEFAULT_PATHS[operation]}`;
  const [path = '', search] = whole.split('?', 2);
  if (search === undefined || search === '') return { path };
  const parameters = new URLSearchParams(search);
  return {
    path,
    query: Object.fromEntries([...new Set(parameters.keys())].toSorted().map((name) => [name, parameters.getAll(name)])),
  };
}
