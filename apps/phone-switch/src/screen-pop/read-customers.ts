import {
  InMemoryCustomerDirectory,
  type ListedCustomer,
  loadPhoneNumberReader,
  type NumberPlan,
} from '@elasticfunnels/switch-core';
import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { readJsonFile, readTextFile } from '../cli/read-json-file.ts';
import type { Terminal } from '../cli/terminal.ts';
import { UsageError } from '../cli/usage-error.ts';

/** The customers of a file, to be asked for by number. */
export interface CustomerFile {
  readonly directory: InMemoryCustomerDirectory;
  readonly count: number;
  /** Numbers that cannot be read, as they stand in the file: nobody is found by them. */
  readonly unreadable: readonly { readonly number: string; readonly customer: string }[];
}

const text = z.union([z.string(), z.number()]).transform(String);
const row = z.strictObject({
  id: text.refine((id) => id.trim() !== '', 'must not be empty'),
  name: z.string().optional(),
  numbers: z.array(text),
  region: z.string().optional(),
  attributes: z.record(z.string(), text).optional(),
});
type Row = z.infer<typeof row>;

const EXPECTED = 'a list such as [{ "id": "c-1", "name": "Ann Example", "numbers": ["(202) 555-0123"] }]';

/** @throws UsageError for a file that is no list of customers, with the first that is wrong */
export async function readCustomers(terminal: Terminal, file: string, brand: string, plan: NumberPlan): Promise<CustomerFile> {
  const rows = /\.csv$/i.test(file) ? readCsv(file, await readTextFile(terminal, file)) : await readJsonFile(terminal, file);
  const read = z.array(row).safeParse(rows);
  if (!read.success) throw notCustomers(file, read.error);
  return toDirectory(read.data, brand, plan);
}

function notCustomers(file: string, error: z.ZodError): UsageError {
  const { path = [], message = '' } = error.issues[0] ?? {};
  const [index, ...field] = path;
  const where = typeof index === 'number' ? `customer ${index + 1}: ${field.map(String).join('.')} ` : '';
  return new UsageError(`${file}: ${where}${message}. Expected is ${EXPECTED}.`);
}

/** Columns beside the known ones are attributes. */
function readCsv(file: string, content: string): unknown {
  try {
    const options = { bom: true, columns: toColumns, skip_empty_lines: true, trim: true };
    const records = parse(content, options) as unknown as Readonly<Record<string, string>>[];
    return records.map(({ id, name, numbers = '', region, ...attributes }) => ({
      id,
      ...(name ? { name } : {}),
      numbers: numbers.split(';').filter((number) => number.trim() !== ''),
      ...(region ? { region } : {}),
      attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== '')),
    }));
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${file}: ${error.message}`);
    // The parser's own message quotes the file.
    const line = error instanceof CsvError && 'lines' in error ? ` (line ${String(error['lines'])})` : '';
    throw new UsageError(`${file} is not valid CSV${line}.`);
  }
}

function toColumns(header: readonly string[]): string[] {
  const columns = header.map((title) => (/^(numbers?|phones?)$/i.test(title) ? 'numbers' : title.toLowerCase()));
  for (const needed of ['id', 'numbers']) {
    if (!columns.includes(needed)) throw new UsageError(`there is no column ${needed} in its first line.`);
  }
  return columns;
}

async function toDirectory(rows: readonly Row[], brand: string, plan: NumberPlan): Promise<CustomerFile> {
  const read = await loadPhoneNumberReader();
  const unreadable: { number: string; customer: string }[] = [];
  const customers = rows.map(({ id, name, numbers, region = plan.defaultRegion, attributes }): ListedCustomer => {
    const regional = region === undefined ? {} : { defaultRegion: region };
    const usable = numbers.filter((number) => {
      const { kind } = read(number, regional);
      const isUsable = kind === 'e164' || kind === 'national';
      if (!isUsable) unreadable.push({ number, customer: id });
      return isUsable;
    });
    const customer = {
      id,
      ...(name === undefined ? {} : { displayName: name }),
      ...(attributes === undefined ? {} : { attributes }),
    };
    return { brand, customer, numbers: usable, ...(region === undefined ? {} : { region }) };
  });
  return { directory: new InMemoryCustomerDirectory(customers), count: customers.length, unreadable };
}
