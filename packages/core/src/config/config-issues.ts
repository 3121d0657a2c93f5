import { closest, distance } from 'fastest-levenshtein';
import type { Issue } from '../errors/error-details.ts';

/** One finding of a schema, as zod reports it; the part that we read. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** How many letters a misspelt field may differ from the one that is suggested. */
const NEAR = 4;

/**
 * Every finding with its path and what was expected; a misspelt field with the nearest name. No values: zod's
 * messages name types and constraints, and the input is never read here.
 */
export function toIssues(found: readonly SchemaIssue[], knownFields: readonly string[]): readonly Issue[] {
  return found.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: inPlainWords(issue.message) }];
    return (issue.keys ?? []).map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      message: `is not a field${suggestion(key, knownFields)}`,
    }));
  });
}

function inPlainWords(message: string): string {
  const [, expected, received] = /^Invalid input: expected (.+), received (.+)$/.exec(message) ?? [];
  if (expected === undefined) return message;
  if (received === 'undefined') return `is required: ${withArticle(expected)}`;
  return `must be ${withArticle(expected)}, and is ${withArticle(received ?? '')}`;
}

function withArticle(type: string): string {
  return `${/^[aeiou]/i.test(type) ? 'an' : 'a'} ${type}`;
}

function suggestion(key: string, knownFields: readonly string[]): string {
  if (knownFields.length === 0) return '';
  const nearest = closest(key, knownFields);
  if (distance(key, nearest) <= NEAR) return `; did you mean ${nearest}?`;
  return `; the fields are ${knownFields.join(', ')}`;
}

/** All findings in one line, for a message. */
export function summariseIssues(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}
