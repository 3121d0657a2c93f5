import { parseArgs } from 'node:util';
import { createSwitch } from './create-switch.ts';
import { CreateSwitchError } from './create-switch-error.ts';
import { formatCreated, toCreatedJson } from './report.ts';

const USAGE = `create-switch <name> [--dir <folder>] [--json]

Starts a driver for a vendor's phone switch: a plugin with a settings form, one operation that works, and a
conformance test that is green from the first minute and says what is missing.

  <name>          the vendor: lower case, digits and dashes
  --dir <folder>  where the package goes; unless given, packages/switch-<name> inside the framework's workspace,
                  and ./switch-<name> elsewhere
  --json          exactly one JSON object on stdout
  --help          this text

Examples, in the framework's workspace and elsewhere:
  pnpm create-switch acme
  pnpm create-switch my-dialler --json
  pnpm create @elasticfunnels/switch acme --dir ./acme

Exit codes: 0 created, 1 it could not be written, 2 usage. Nothing is ever overwritten.
`;

/** Where text goes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const TERMINAL: Output = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
};

/** The command line. Returns the exit code: 0 created, 1 failed, 2 usage. */
export async function main(words: readonly string[], workingFolder: string, output: Output = TERMINAL): Promise<number> {
  const json = words.includes('--json');
  try {
    const { name, directory, help } = readWords(words);
    if (help) {
      output.out(USAGE);
      return 0;
    }
    const created = await createSwitch({ name, workingFolder, ...(directory === undefined ? {} : { directory }) });
    output.out(json ? `${JSON.stringify(toCreatedJson(created, workingFolder))}\n` : formatCreated(created, workingFolder));
    return 0;
  } catch (error) {
    if (!(error instanceof CreateSwitchError)) throw error;
    const { kind, message } = error;
    if (json) output.out(`${JSON.stringify({ error: { kind, message } })}\n`);
    else output.error(`${message}\n${kind === 'usage' ? 'create-switch --help says more.\n' : ''}`);
    return kind === 'usage' ? 2 : 1;
  }
}

function readWords(words: readonly string[]): { name: string; directory: string | undefined; help: boolean } {
  const { values, positionals } = parse(words);
  const [name, ...more] = positionals;
  const help = values.help === true;
  if (!help && name === undefined) throw new CreateSwitchError('usage', 'Which vendor? Give its name: create-switch acme.');
  if (!help && more.length > 0) throw new CreateSwitchError('usage', `One vendor at a time, and not also ${more.join(', ')}.`);
  return { name: name ?? '', directory: values.dir, help };
}

type Parsed = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true; args: string[] }>>;

const OPTIONS = { dir: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

function parse(words: readonly string[]): Parsed {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new CreateSwitchError('usage', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
