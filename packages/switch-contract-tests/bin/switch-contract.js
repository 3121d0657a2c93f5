#!/usr/bin/env node
import * as nodeModule from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`switch-contract needs Node 22.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}
// Half of a short run would be spent on compiling what has not changed since the last one.
nodeModule.enableCompileCache();
const { main } = await import('#command-line');
await main();
