import type { Terminal } from '../cli/terminal.ts';
import { UsageError } from '../cli/usage-error.ts';

/** How variables are named by convention; anything else may be the secret itself, and is not repeated. */
const VARIABLE = /^[A-Z][A-Z0-9_]{0,63}$/;

/** The secret in the variable that a flag names. @throws UsageError */
export function readSecretVariable(terminal: Terminal, flag: string, variable: string): string {
  const value = terminal.environment[variable]?.trim() ?? '';
  if (value !== '') return value;
  throw new UsageError(
    VARIABLE.test(variable)
      ? `${flag}: the variable ${variable} is not set, or is empty.`
      : `${flag} takes the name of an environment variable, such as POP_SECRET, and there is none of that name.`,
  );
}
