// The command line from its sources, as tests run nothing that has to be built first.
import { main } from '../../packages/switch-contract-tests/src/cli/main.ts';

await main();
