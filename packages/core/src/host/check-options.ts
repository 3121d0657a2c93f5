import type { Issue } from '../errors/error-details.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { summariseIssues, toIssues } from '../config/config-issues.ts';

/** What is wrong with one option that was given. */
export type OptionCheck = (value: unknown, path: readonly string[]) => readonly Issue[];

/** A check for each option there is. */
export type OptionChecks<Options> = { readonly [Name in keyof Required<Options>]: OptionCheck };

/** What options are called where they are wrong, and which there must be. */
export interface OptionsNaming<Options> {
  /** The subject of the message: `The host's configuration`. */
  readonly title: string;
  readonly required?: readonly (keyof Options & string)[];
}

/**
 * Holds options against what there is, for callers whom no compiler tells: an option of another name would be ignored in
 * silence. Undefined and null stand for an absent one. Of an instance of a class only the options are looked at: what else
 * it has is its own.
 *
 * @throws SwitchError `CONFIG_INVALID` with every option that is wrong, and no value.
 */
export function checkOptions<Options>(given: unknown, checks: OptionChecks<Options>, naming: OptionsNaming<Options>): void {
  const { title, required = [] } = naming;
  const missing = isObject(given) ? required.filter((name) => isAbsent(given[name])) : [];
  const issues = [...optionsOf(checks)(given, []), ...missing.map((path) => ({ path, message: 'is required' }))];
  if (issues.length === 0) return;
  throw new SwitchError('CONFIG_INVALID', { issues }, { message: `${title} is not valid: ${summariseIssues(issues)}.` });
}

/** Options within an option. */
export function optionsOf<Options>(checks: OptionChecks<Options>): OptionCheck {
  const entries = Object.entries<OptionCheck>(checks);
  const names = entries.map(([name]) => name);
  return (value, path) => {
    if (!isObject(value)) return wrong(path, `must be an object with the fields ${names.join(', ')}`);
    const keys = isPlain(value) ? Object.keys(value).filter((key) => !names.includes(key) && value[key] !== undefined) : [];
    return [
      ...toIssues(keys.length === 0 ? [] : [{ path, message: '', keys }], names),
      ...entries.flatMap(([name, check]) => (isAbsent(value[name]) ? [] : check(value[name], [...path, name]))),
    ];
  };
}

/** A value that `holds`; `message` says what it must be. */
export function option(holds: (value: unknown) => boolean, message: string): OptionCheck {
  return (value, path) => (holds(value) ? [] : wrong(path, message));
}

/** Anything: what it means is for others to say. */
export const anything: OptionCheck = () => [];
export const aFunction: OptionCheck = option((value) => typeof value === 'function', 'must be a function');
export const anObject: OptionCheck = option(isObject, 'must be an object');
export const aText: OptionCheck = option((value) => typeof value === 'string' && value !== '', 'must be a text');
export const aListOfTexts: OptionCheck = option(
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  'must be a list of texts',
);

/** A part that the platform brings: whatever it is, it has these methods. */
export function withMethods(...methods: readonly string[]): OptionCheck {
  return option(
    (value) => Object(value) === value && methods.every((name) => typeof Reflect.get(Object(value), name) === 'function'),
    `must have the method${methods.length === 1 ? '' : 's'} ${methods.join(', ')}`,
  );
}

function wrong(path: readonly string[], message: string): readonly Issue[] {
  return [{ path: path.join('.'), message }];
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
