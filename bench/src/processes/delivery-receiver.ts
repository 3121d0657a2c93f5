import { answerParent } from '../measure/child-process.ts';
import { liveBytes } from '../measure/live-memory.ts';
import { type ReceiverName, RECEIVERS } from '../receivers/receivers.ts';

/** What the parent asks a receiver. */
export type ReceiverQuestion = 'port' | 'usage' | 'memory';

const [name = ''] = process.argv.slice(2);
const receiver = await RECEIVERS[name as ReceiverName]();

answerParent((question: ReceiverQuestion) => {
  if (question === 'port') return receiver.port;
  if (question === 'memory') return liveBytes();
  const { user, system } = process.cpuUsage();
  return { cpu: user + system, at: performance.now(), published: receiver.published() };
});
