/** A command of a guide and the answer that the guide says it gets. */
export interface GuideExample {
  /** The heading that it stands under. */
  readonly section: string;
  readonly command: string;
  /** The comment lines above the command, which say what has to happen first. */
  readonly notes: readonly string[];
  readonly answer: WrittenAnswer;
}

/** An HTTP answer as a guide writes it. */
export interface WrittenAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Every curl command of a guide, with the answer that follows it. @throws Error for a command without one. */
export function listExamples(markdown: string): readonly GuideExample[] {
  const examples: GuideExample[] = [];
  let section = '';
  const parts = markdown.matchAll(/^#{2,} (?<heading>.+)$|^```sh\n(?<command>[^]*?)^```\n(?:```http\n(?<answer>[^]*?)^```\n)?/gm);
  for (const { groups = {} } of parts) {
    const { heading, command, answer } = groups;
    section = heading ?? section;
    if (command === undefined || !/^curl /m.test(command)) continue;
    if (answer === undefined) throw new Error(`The guide does not say what this is answered with: ${command}`);
    const lines = command.trim().split('\n');
    const notes = lines.filter((line) => line.startsWith('#'));
    const words = lines.filter((line) => !line.startsWith('#')).join('\n');
    examples.push({ section, command: words, notes, answer: parseAnswer(answer) });
  }
  return examples;
}

function parseAnswer(text: string): WrittenAnswer {
  const [head = '', body = ''] = text.split(/\n\n([^]*)/, 2);
  const [statusLine = '', ...headers] = head.trim().split('\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1];
  if (status === undefined) throw new Error(`An answer begins with its status line, not with: ${statusLine}`);
  return { status: Number(status), headers: headers.map(splitHeader), body: body.trim() };
}

function splitHeader(line: string): readonly [string, string] {
  const [name = '', value = ''] = line.split(/: (.*)/, 2);
  return [name.toLowerCase(), value];
}

/** The rows of the first table after a heading, each a list of its cells without backticks. */
export function listRows(markdown: string, heading: string): readonly (readonly string[])[] {
  const [, after = ''] = markdown.split(`\n${heading}\n`);
  const table = /(?:^\|.*\n)+/m.exec(after)?.[0] ?? '';
  const [, , ...rows] = table.trim().split('\n');
  if (rows.length === 0) throw new Error(`There is no table under ${heading}`);
  return rows.map((row) => row.split('|').slice(1, -1).map(readCell));
}

function readCell(cell: string): string {
  return cell.trim().replaceAll('`', '');
}
