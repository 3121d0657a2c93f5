// Everything else that the host meets: services in trouble, telephony that sends screen pops, and agents' browsers.
import { AgentBrowsers, type BrowsingOrders } from './agent-browsers.ts';
import { answerParent } from './answer-parent.ts';
import { PopSender, type SendingOrders } from './pop-sender.ts';
import { startTroubleServers, type TroubleServers } from './trouble-servers.ts';

let servers: TroubleServers | undefined;
let sender: PopSender | undefined;
let browsers: AgentBrowsers | undefined;

answerParent(
  {
    start: async () => {
      servers = await startTroubleServers();
      return { faulty: servers.faulty, flapping: servers.flapping };
    },
    send: (orders: SendingOrders) => {
      sender = new PopSender(orders);
    },
    browse: (orders: BrowsingOrders) => {
      browsers = new AgentBrowsers(orders);
    },
    heal: () => servers?.heal(),
    stopSending: () => sender?.stop(),
    stopBrowsing: () => browsers?.stop(),
    dialledTwice: () => servers?.dialledTwice(),
  },
  async () => servers?.close(),
);
