import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';

/** What the verifier says of one interaction; without mismatches it passed. */
export interface VerifierResult {
  readonly passed: boolean;
  readonly mismatches: readonly string[];
}

/** What the verifier says of all of them, by their description. */
export interface VerifierVerdicts {
  readonly results: ReadonlyMap<string, VerifierResult>;
  readonly interactions: number;
}

const mismatch = z.looseObject({ mismatch: z.string().optional(), path: z.string().optional(), key: z.string().optional() });

const report = z.looseObject({
  interactionResults: z.array(z.looseObject({ description: z.string(), result: z.string() })).default([]),
  errors: z
    .array(
      z.looseObject({
        interaction: z.string(),
        mismatch: z.looseObject({ mismatches: z.array(mismatch).default([]), message: z.string().optional() }),
      }),
    )
    .default([]),
});

/** Reads the verifier's JSON report, whose texts hold codes for colours. @throws ZodError or SyntaxError */
export function readVerdicts(text: string): VerifierVerdicts {
  const { interactionResults, errors } = report.parse(JSON.parse(text));
  const results = interactionResults.map(({ description, result }) => {
    const own = errors.filter(({ interaction }) => interaction.endsWith(` - ${description}`));
    const mismatches = own.flatMap(({ mismatch: { mismatches: found, message } }) => [
      ...found.map(describeMismatch),
      ...(message === undefined ? [] : [stripVTControlCharacters(message)]),
    ]);
    return [description, { passed: result === 'OK', mismatches }] as const;
  });
  return { results: new Map(results), interactions: results.length };
}

function describeMismatch(found: z.infer<typeof mismatch>): string {
  const where = found.path ?? found.key;
  const text = stripVTControlCharacters(found.mismatch ?? 'it does not match');
  return where === undefined || text.includes(where) ? text : `${where}: ${text}`;
}
