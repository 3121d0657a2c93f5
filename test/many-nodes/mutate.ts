import { registerHooks } from 'node:module';
import { MUTATIONS, type Mutation } from './mutations.ts';

// Given to node with --import: breaks the product's sources as they are loaded, in the places that MUTATIONS names.
const names = (process.env['MUTATIONS'] ?? '').split(',') as Mutation[];
const changes = names.map((name) => ({ name, ...MUTATIONS[name] }));
const left = new Set<string>(names);

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const here = changes.filter(({ file }) => url.endsWith(file));
    if (here.length === 0) return loaded;
    let source = readText(loaded.source);
    for (const { name, file, from, to } of here) {
      if (!source.includes(from)) throw new Error(`${file} has changed: the mutation ${name} finds nothing to break.`);
      source = source.replace(from, to);
      left.delete(name);
    }
    return { ...loaded, source };
  },
});
// One that breaks nothing would prove nothing.
setTimeout(() => {
  if (left.size > 0) throw new Error(`Mutations that found no file to break: ${[...left].join(', ')}.`);
}, 5_000).unref();

function readText(source: string | NodeJS.TypedArray | ArrayBufferLike | null | undefined): string {
  if (typeof source === 'string') return source;
  return source == null ? '' : new TextDecoder().decode(source);
}
