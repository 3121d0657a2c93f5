/** More would hide the first. */
const MOST_PROBLEMS = 10;
const LONGEST_NAME = 100;
/** What services call the field, and what is wrong with it. `loc` and `msg` are FastAPI's. */
const NAMES: readonly string[] = ['loc', 'field', 'path', 'param', 'name', 'property', 'pointer'];
const MESSAGES: readonly string[] = ['msg', 'message', 'detail', 'defaultMessage', 'title'];

/**
 * What a service finds wrong with single fields, in one text: a list (FastAPI's `detail`, `errors: [{field, message}]`), an
 * object of lists (Laravel, Rails), or both as zod flattens them. The names of fields and the service's messages, never
 * `input` or `ctx`, which hold what was sent. Undefined where it is none of these.
 */
export function readFieldProblems(value: unknown): string | undefined {
  const problems = listProblems(value);
  if (problems.length === 0) return undefined;
  const more = problems.length - MOST_PROBLEMS;
  return `${problems.slice(0, MOST_PROBLEMS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function listProblems(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => describeItem(item) ?? []);
  if (!isRecord(value)) return [];
  const { formErrors, fieldErrors } = value;
  if (Array.isArray(formErrors) || isRecord(fieldErrors)) {
    return [...listProblems(Array.isArray(formErrors) ? formErrors : []), ...listProblems(fieldErrors)];
  }
  return Object.entries(value).flatMap(([name, messages]) =>
    (Array.isArray(messages) ? messages : [])
      .flatMap((message) => describeItem(message) ?? [])
      .map((message) => withName(name, message)),
  );
}

function describeItem(item: unknown): string | undefined {
  if (!isRecord(item)) return readText(item);
  const message = MESSAGES.map((name) => readText(item[name])).find((found) => found !== undefined);
  const name = NAMES.map((each) => readName(item[each])).find((found) => found !== undefined);
  return message === undefined ? undefined : withName(name, message);
}

function readName(value: unknown): string | undefined {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isPath = parts.every((part) => typeof part === 'string' || (parts.length > 1 && Number.isSafeInteger(part)));
  return isPath ? readText(parts.join('.')) : undefined;
}

// Left out as a whole: what is cut off might be half a secret, which nobody would know for one.
function withName(name: string | undefined, message: string): string {
  return name === undefined || name.length > LONGEST_NAME ? message : `${name}: ${message}`;
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
