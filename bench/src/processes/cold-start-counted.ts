import { registerHooks } from 'node:module';

// Counts what is loaded from disk on the way to the first switch; by itself, as counting takes time.
let modules = 0;
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) modules += 1;
    return nextLoad(url, context);
  },
});
await import('./cold-start.ts');
// All but the file that was imported just now.
process.stdout.write(String(modules - 1));
