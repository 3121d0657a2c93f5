#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Half of a short run would be spent on compiling what has not changed since the last one.
enableCompileCache();
const { main } = await import('../dist/cli/main.js');
await main();
