/** What a state's setup gives to the interaction, or why it could not be brought about. */
export type Satisfaction =
  | { readonly kind: 'satisfied'; readonly values: Readonly<Record<string, string>> }
  /** The reason names the flag that would help. */
  | { readonly kind: 'unsatisfied'; readonly reason: string };

/** A state that holds, with what its requests need. */
export function satisfied(values: Readonly<Record<string, string | undefined>> = {}): Satisfaction {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { kind: 'satisfied', values: Object.fromEntries(entries) };
}

/** A state that could not be brought about. */
export function unsatisfied(reason: string): Satisfaction {
  return { kind: 'unsatisfied', reason };
}
