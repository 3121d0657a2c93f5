#!/usr/bin/env node
import * as nodeModule from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`phone-switch needs Node 22.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}
// Compiling what has not changed since the last run would be a good part of a short one. NODE_DISABLE_COMPILE_CACHE=1 refuses.
nodeModule.enableCompileCache();
const { main } = await import('../dist/main.js');
await main();
