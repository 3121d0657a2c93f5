/** A line that begins with a keyword: `ERROR: text - a|b|c`, or with a colon before the details. */
export interface Statement {
  readonly text: string;
  /** What the line says about the request: often what was sent, credentials included. */
  readonly details: readonly string[];
}

/** An answer's body, by what it is. Everything comes as HTTP 200 and text/html, whatever it says. */
export type VicidialAnswer =
  | ({ readonly kind: 'success' | 'refused' | 'notice' | 'version' } & Statement)
  /** The first row may be a header. */
  | { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] }
  /** `found` says what it is instead, for a person; never a part of it. */
  | { readonly kind: 'unreadable'; readonly found: string };

const KINDS = { SUCCESS: 'success', ERROR: 'refused', NOTICE: 'notice', VERSION: 'version' } as const;
type Keyword = keyof typeof KINDS;
const KEYWORD_LINE = /^(SUCCESS|ERROR|NOTICE|VERSION):\s*(.*)$/;

/**
 * Reads a body. Of several lines the weightiest counts: a NOTICE may stand before the real answer, and PHP may print its
 * own warnings around it.
 *
 * Source: AGENT_API.txt and NON-AGENT_API.txt, "RESPONSES" of each function; api.php and non_agent_api.php for the colon
 * before the details, where the documents show a hyphen.
 */
export function readAnswer(body: string): VicidialAnswer {
  const lines = body
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) return { kind: 'unreadable', found: 'nothing at all' };
  const statements = lines.flatMap(readStatement);
  const has = (kind: string): boolean => statements.some((statement) => statement.kind === kind);
  // Done and refused at once: whichever is true, the other is not.
  if (has('success') && has('refused')) return { kind: 'unreadable', found: 'a success and an error in one body' };
  for (const kind of ['success', 'refused', 'version', 'notice']) {
    const found = statements.find((statement) => statement.kind === kind);
    if (found !== undefined) return found;
  }
  return readRows(lines, body);
}

function readStatement(line: string): readonly ({ readonly kind: 'success' | 'refused' | 'notice' | 'version' } & Statement)[] {
  const [, keyword, rest = ''] = KEYWORD_LINE.exec(line.trim()) ?? [];
  return isKeyword(keyword) ? [{ kind: KINDS[keyword], ...splitDetails(rest) }] : [];
}

function isKeyword(text: string | undefined): text is Keyword {
  return text !== undefined && Object.hasOwn(KINDS, text);
}

/** `text - details`, `text: details`, or a text alone. */
function splitDetails(rest: string): Statement {
  const separator = /\s-(?=\s|$)|:(?=\s|\||$)/.exec(rest);
  if (separator === null) return { text: rest.trim(), details: [] };
  const details = rest.slice(separator.index + separator[0].length).trim();
  return { text: rest.slice(0, separator.index).trim(), details: details === '' ? [] : details.split('|') };
}

function readRows(lines: readonly string[], body: string): VicidialAnswer {
  if (lines.some((line) => /^\s*<[!/a-z]/i.test(line))) return { kind: 'unreadable', found: 'an HTML page' };
  // Every row ends its line: an address that was cut off could still look like one.
  if (!body.endsWith('\n')) return { kind: 'unreadable', found: 'a text that is cut off or no answer of its own' };
  // Tabs are what we ask for: names and addresses may hold a pipe, and nothing is ever quoted.
  const delimiter = lines.every((line) => line.includes('\t')) ? '\t' : '|';
  if (!lines.every((line) => line.includes(delimiter)))
    return { kind: 'unreadable', found: 'a text that is no answer of its own' };
  return { kind: 'rows', rows: lines.map((line) => line.split(delimiter)) };
}

/** The rows under a header as records; undefined without a header that has these columns, or with a row that lacks one. */
export function toRecords<Name extends string>(
  answer: VicidialAnswer,
  names: readonly Name[],
): readonly Readonly<Record<Name, string>>[] | undefined {
  if (answer.kind !== 'rows') return undefined;
  const [header = [], ...rows] = answer.rows;
  const columns = names.map((name) => header.indexOf(name));
  const width = Math.max(...columns) + 1;
  if (columns.includes(-1) || rows.length === 0 || rows.some((row) => row.length < width)) return undefined;
  return rows.map(
    (row) =>
      Object.fromEntries(names.map((name, index) => [name, (row[columns[index] ?? -1] ?? '').trim()])) as Record<Name, string>,
  );
}
