/** A vendor's name in every form that the template needs. */
export interface VendorNames {
  /** As it was given: `my-dialler`. */
  readonly kebab: string;
  /** In variables: `myDialler`. */
  readonly camel: string;
  /** In types: `MyDialler`. */
  readonly pascal: string;
  /** For people: `My Dialler`. */
  readonly display: string;
}

/** How the template calls its vendor: words that stand for nothing else in it. */
const TEMPLATE_NAMES: VendorNames = {
  kebab: 'new-vendor',
  camel: 'newVendor',
  pascal: 'NewVendor',
  display: 'New Vendor',
};

const LONGEST = 40;
/** `switch-<name>` is a package of the framework, or the id of its own in-memory switch. */
const RESERVED: readonly string[] = ['core', 'contract-tests', 'memory', 'redis', 'vendor', 'test'];

/** Why a name will not do, for the person who typed it; undefined when it will. */
export function findNameProblem(name: string): string | undefined {
  if (name.startsWith('switch-'))
    return `the name goes without "switch-", which is put before it: ${name.slice('switch-'.length)}`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return 'a name is of lower-case letters and digits, begins with a letter, and may have single dashes inside: my-dialler';
  }
  if (name.length > LONGEST) return `a name has at most ${LONGEST} characters, and this one has ${name.length}`;
  if (RESERVED.includes(name)) return `switch-${name} is reserved for the framework itself`;
  return undefined;
}

/** The forms of a name that has no problem. */
export function toVendorNames(kebab: string): VendorNames {
  const words = kebab.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const pascal = words.join('');
  return { kebab, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal, display: words.join(' ') };
}

/** The same text about another vendor. */
export function renameVendor(text: string, names: VendorNames): string {
  return text
    .replaceAll(TEMPLATE_NAMES.kebab, names.kebab)
    .replaceAll(TEMPLATE_NAMES.camel, names.camel)
    .replaceAll(TEMPLATE_NAMES.pascal, names.pascal)
    .replaceAll(TEMPLATE_NAMES.display, names.display);
}
