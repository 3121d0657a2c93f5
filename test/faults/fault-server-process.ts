// A fault server in a process of its own, so that its memory is not taken for the client's: started by start-fault-process.ts.
import { getFault, startFaultServer } from '@elasticfunnels/switch-core/testing/faults';

const [name = '', maxSentBytes = '0'] = process.argv.slice(2);
const server = await startFaultServer({ fault: getFault(name), maxSentBytes: Number(maxSentBytes) });
process.on('disconnect', () => void server.close());
process.send?.(server.url.href);
