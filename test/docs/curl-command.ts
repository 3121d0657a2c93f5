/** An HTTP request, as a curl command line writes it. */
export interface CurlRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** Options that change what curl prints, not what it sends. */
const PRINTING = /^-[isS]+$/;
/** The few options that our guides use, each with one value. */
const VALUED = ['-H', '-X', '-u', '-d', '--json'];

/**
 * Reads a curl command line of the simple forms that our guides use, so that a test needs no curl.
 *
 * @throws Error for an option, a variable or a form that is not one of them.
 */
export function parseCurl(command: string, variables: Readonly<Record<string, string>>): CurlRequest {
  const [program, ...words] = splitWords(command, variables);
  if (program !== 'curl') throw new Error(`This is no curl command: ${command}`);
  const { urls, options } = sortWords(words);
  const [url] = urls;
  if (url === undefined || urls.length !== 1) throw new Error(`One URL is expected, not ${urls.length}: ${command}`);
  const data = options.find(([name]) => name === '-d' || name === '--json');
  const headers = [...implied(options, data?.[0]), ...written(options)];
  const method = options.find(([name]) => name === '-X')?.[1] ?? (data === undefined ? 'GET' : 'POST');
  return { url, method, headers, ...(data === undefined ? {} : { body: data[1] }) };
}

type Option = readonly [name: string, value: string];

function sortWords(words: readonly string[]): { readonly urls: readonly string[]; readonly options: readonly Option[] } {
  const urls: string[] = [];
  const options: Option[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (PRINTING.test(word)) continue;
    if (!word.startsWith('-')) urls.push(word);
    else if (VALUED.includes(word)) options.push([word, rest.shift() ?? '']);
    else throw new Error(`The guides do not use curl's option ${word}; parseCurl would have to learn it.`);
  }
  return { urls, options };
}

function implied(options: readonly Option[], data: string | undefined): readonly Option[] {
  const user = options.find(([name]) => name === '-u')?.[1];
  const type = data === '--json' ? 'application/json' : 'application/x-www-form-urlencoded';
  const typed = written(options).some(([name]) => name.toLowerCase() === 'content-type');
  return [
    ...(user === undefined ? [] : [['Authorization', `Basic ${Buffer.from(user).toString('base64')}`] as const]),
    ...(data === undefined || typed ? [] : [['Content-Type', type] as const]),
    ...(data === '--json' ? [['Accept', 'application/json'] as const] : []),
  ];
}

function written(options: readonly Option[]): readonly Option[] {
  return options.flatMap(([name, value]): Option[] => {
    if (name !== '-H') return [];
    const colon = value.indexOf(':');
    return [[value.slice(0, colon), value.slice(colon + 1).trim()]];
  });
}

/** Words of a shell: quotes, `$VARIABLE` outside single quotes, and a backslash at the end of a line. */
function splitWords(command: string, variables: Readonly<Record<string, string>>): readonly string[] {
  const text = command.replace(/\\\n/g, ' ');
  const words = text.matchAll(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"])+/g);
  return [...words].map(([word]) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'"]+)/g, (_all, single?: string, double?: string, bare?: string) => {
      if (single !== undefined) return single;
      return (double ?? bare ?? '').replace(/\\(["\\$])|\$([A-Z_]+)/g, (_match, escaped?: string, name?: string) =>
        name === undefined ? (escaped ?? '') : valueOf(name, variables),
      );
    }),
  );
}

function valueOf(name: string, variables: Readonly<Record<string, string>>): string {
  const value = variables[name];
  if (value === undefined) throw new Error(`The guide uses $${name}, which it never sets.`);
  return value;
}
