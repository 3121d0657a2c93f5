import type { FieldMap, MappedField } from './field-map.ts';

/** A name as somebody wrote it, and the key under which all its spellings are found. */
export interface FieldName {
  readonly name: string;
  readonly key: string;
}

/** Administrators write `callId`, `call_id`, `CallID` and `call-id`, and mean the same. Dots keep their meaning. */
export function toNameKey(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}

interface KnownNames {
  readonly byPart: Readonly<Partial<Record<MappedField, readonly FieldName[]>>>;
  readonly keys: ReadonlySet<string>;
}

// A brand's map lives as long as its settings, and is asked with every delivery.
const known = new WeakMap<FieldMap, KnownNames>();

function knownNames(fieldMap: FieldMap): KnownNames {
  const found = known.get(fieldMap);
  if (found !== undefined) return found;
  const parts = Object.entries<readonly string[] | undefined>(fieldMap).map(
    ([part, names]) => [part, (names ?? []).map((name): FieldName => ({ name, key: toNameKey(name) }))] as const,
  );
  const keys = new Set(parts.flatMap(([, names]) => names.map(({ key }) => key)));
  const made: KnownNames = { byPart: Object.fromEntries(parts), keys };
  known.set(fieldMap, made);
  return made;
}

/** The names of a part, in the order in which they are looked under. */
export function listFieldNames(fieldMap: FieldMap, part: MappedField): readonly FieldName[] {
  return knownNames(fieldMap).byPart[part] ?? [];
}

/** Whether any part of a screen pop may be under a name. */
export function isFieldName(fieldMap: FieldMap, name: string): boolean {
  return knownNames(fieldMap).keys.has(toNameKey(name));
}
