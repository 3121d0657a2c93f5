/** The text of an answer, and how it is to be understood. */
export interface ApiAnswer {
  /** `refused`: nothing was done; faults that strike answers leave refusals alone. */
  readonly outcome: 'done' | 'refused';
  readonly body: string;
}

/** `SUCCESS: what - details`, as the Agent API writes it. */
export function success(what: string, details: string): ApiAnswer {
  return { outcome: 'done', body: `SUCCESS: ${what} - ${details}\n` };
}

/** `NOTICE: what - details`, as the Agent API writes it. */
export function notice(what: string, details: string): ApiAnswer {
  return { outcome: 'done', body: `NOTICE: ${what} - ${details}\n` };
}

/** `ERROR: what - details`, as the Agent API writes it. */
export function error(what: string, details: string): ApiAnswer {
  return { outcome: 'refused', body: `ERROR: ${what} - ${details}\n` };
}

/** `ERROR: what: details`, as the Non-Agent API mostly writes it; its document shows a hyphen instead. */
export function lookupError(what: string, details: string): ApiAnswer {
  return { outcome: 'refused', body: `ERROR: ${what}: ${details}\n` };
}

/** How a look-up is laid out. */
export interface RowLayout {
  readonly stage: string;
  readonly header: string;
}

/** Bare rows, in the layout that `stage` (csv, tab, else pipe) and `header` (YES) ask for; values are never quoted. */
export function rows(layout: RowLayout, names: readonly string[], values: readonly (readonly string[])[]): ApiAnswer {
  const delimiter = layout.stage === 'csv' ? ',' : layout.stage === 'tab' ? '\t' : '|';
  const lines = layout.header === 'YES' ? [names, ...values] : values;
  return { outcome: 'done', body: lines.map((line) => `${line.join(delimiter)}\n`).join('') };
}
