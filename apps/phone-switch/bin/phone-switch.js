#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Compiling what has not changed since the last run would be a good part of a short one. NODE_DISABLE_COMPILE_CACHE=1 refuses.
enableCompileCache();
const { main } = await import('../dist/main.js');
await main();
