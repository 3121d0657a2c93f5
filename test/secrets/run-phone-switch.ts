// The command line from its sources, as tests run nothing that has to be built first.
import { main } from '../../apps/phone-switch/src/main.ts';

await main();
