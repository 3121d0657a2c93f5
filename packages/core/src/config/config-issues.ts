import { closest, distance } from 'fastest-levenshtein';
import type { Issue } from '../errors/error-details.ts';

/** One finding of a schema, as zod reports it; the part that we read. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Fields that are none; of no other finding. */
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
    if (issue.keys === undefined) return [{ path, message: inPlainWords(issue.message) }];
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      message: `is not a field${suggestion(key, knownFields)}`,
    }));
  });
}

function inPlainWords(message: string): string {
  return message.replace(/Invalid input: expected (.+), received (.+)/, (_whole, expected: string, received: string) =>
    received === 'undefined'
      ? `is required: ${withArticle(expected)}`
      : `must be ${withArticle(expected)}, and is ${withArticle(received)}`,
  );
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
