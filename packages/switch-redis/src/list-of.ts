/** The elements of an answer that is an array; none of any other. */
export function listOf(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? (answer as readonly unknown[]) : [];
}
