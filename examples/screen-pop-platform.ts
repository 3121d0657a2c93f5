// A whole little platform: telephony's webhooks in, agents' screens out, on one node or on many.
//
//   POP_SECRET=whsec_... node examples/screen-pop-platform.ts
//
// Then open http://127.0.0.1:4100/screen/acme/1001, and send a pop to http://127.0.0.1:4100/screen-pops/acme.
//
//   PORT, HOST   where it listens; 4100 on 127.0.0.1
//   REDIS_URL    what the nodes share; without it this process is the only one
//   PLATFORM     a JSON file: { "brands": { "acme": { "plugin": "five9", "config": {...}, "screenPop": {...} } },
//                "customers": [{ "brand": "acme", "customer": { "id": "c-1" }, "numbers": ["+12025550123"] }],
//                "limits": { "brandPerSecond": 500 } }, the last for those that differ from the receiver's own.
//                Without it: the brand acme, signed with POP_SECRET, and one customer
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BrandSettings,
  createSwitchHost,
  InMemoryCustomerDirectory,
  type ListedCustomer,
  parseAgentExtension,
  parseBrandId,
  type ReceiverLimits,
  type ScreenPopTopic,
  systemClock,
  writeScreenPopEvents,
} from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { redisFromEnvironment } from '@elasticfunnels/switch-redis';
import { pino } from 'pino';

interface Platform {
  readonly brands: Readonly<Record<string, BrandSettings>>;
  readonly customers: readonly ListedCustomer[];
  readonly limits?: Partial<ReceiverLimits>;
}

const { env } = process;
const DEMONSTRATION: Platform = {
  brands: {
    acme: {
      plugin: 'five9',
      config: { api_base_url: 'https://proxy.example', api_key: 'from-the-vault' },
      screenPop: { signing_secrets: [env['POP_SECRET']], default_region: 'US' },
    },
  },
  customers: [
    {
      brand: 'acme',
      customer: { id: 'c-1', displayName: 'Ann Example', attributes: { tier: 'gold' } },
      numbers: ['(202) 555-0123'],
      region: 'US',
    },
  ],
};
const file = env['PLATFORM'];
const platform = file === undefined ? DEMONSTRATION : (JSON.parse(await readFile(file, 'utf8')) as Platform);

const logger = pino({ name: 'platform', level: env['LOG_LEVEL'] ?? 'warn' }, process.stderr);
await using redis = await redisFromEnvironment(env, { logger });
await using host = createSwitchHost({
  logger,
  ...(redis && { deliveryLedger: redis.deliveryLedger, screenPopChannel: redis.screenPopChannel, dialGuard: redis.dialGuard }),
});
host.register(five9Plugin);
// A field that is wrong throws here, and says which.
for (const [brand, settings] of Object.entries(platform.brands)) host.setBrand(brand, settings);
const directory = new InMemoryCustomerDirectory(platform.customers);
const receiver = host.receiveScreenPops({ directory, ...(platform.limits && { limits: platform.limits }) });

/** Whose screen a path such as /agents/acme/1001/events or /queues/acme/events is; undefined for none. */
function findTopic(path: string): ScreenPopTopic | undefined {
  const [, agents, queue] = /^\/(?:agents\/([^/]+\/[^/]+)|queues\/([^/]+))\/events$/.exec(path) ?? [];
  try {
    const [brand = '', extension] = (agents ?? queue ?? '').split('/').map(decodeURIComponent);
    if (!Object.hasOwn(platform.brands, brand)) return undefined;
    const brandId = parseBrandId(brand);
    return extension === undefined ? { brandId } : { brandId, agentExtension: parseAgentExtension(extension) };
  } catch {
    return undefined;
  }
}

const stopping = new AbortController();

function streamEvents(topic: ScreenPopTopic, request: IncomingMessage, response: ServerResponse): void {
  // Who may see whose calls is yours to say: look at the session here, and answer 403.
  writeScreenPopEvents(host.screenPops, topic, request, response, { clock: systemClock, signal: stopping.signal });
}

async function tellHealth(response: ServerResponse): Promise<void> {
  const isUp = await (redis?.ping() ?? Promise.resolve(0)).then(
    () => true,
    () => false,
  );
  response.writeHead(isUp ? 200 : 503).end(isUp ? 'ok\n' : 'Redis does not answer\n');
}

const STYLE = `
  :root { color-scheme: light dark; --ink: #14213d; --quiet: #5c677d; --paper: #f4f6fa; --card: #fff; --line: #d9dfe8; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #eef2f8; --quiet: #9aa7bd; --paper: #0f1624; --card: #18222f; --line: #2b3a4f; }
  }
  body { margin: 0; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.4 system-ui, sans-serif; }
  main { max-width: 44rem; margin: 0 auto; }
  header { display: flex; justify-content: space-between; color: var(--quiet); margin-bottom: 1rem; }
  #link::before { content: '● '; color: #b42318; }
  #link.up::before { color: #16803c; }
  article { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.25rem; margin-bottom: 1rem; }
  article:not(:first-child) { padding: 0.75rem 1.25rem; }
  h2 { margin: 0; font-size: 1.125rem; overflow-wrap: anywhere; }
  article:first-child h2 { font-size: 2.5rem; line-height: 1.15; }
  p { margin: 0.25rem 0 0; color: var(--quiet); overflow-wrap: anywhere; }
  p.number { font-size: 1.25rem; font-variant-numeric: tabular-nums; color: inherit; }
  article:not(:first-child) p.number { font-size: 1rem; }
  .state { float: right; margin-left: 1rem; padding: 0.125rem 0.75rem; border-radius: 1rem; font-size: 0.875rem; font-weight: 600; }
  .state { color: #fff; background: #52606d; }
  .ringing .state { background: #b45309; }
  .answered .state { background: #16803c; }
  #none { text-align: center; color: var(--quiet); padding: 4rem 0; }
  [hidden] { display: none; }
`;

// Texts of a pop are put in as text, never as HTML: whoever calls has chosen some of them.
const SCRIPT = `
  const [, , brand, extension] = location.pathname.split('/');
  document.getElementById('who').textContent = decodeURIComponent(brand) + ', agent ' + decodeURIComponent(extension);
  document.title = 'Calls of agent ' + decodeURIComponent(extension);
  const calls = document.getElementById('calls');
  const link = document.getElementById('link');
  const cards = new Map();
  const STATES = { 'call.ringing': 'ringing', 'call.answered': 'answered', 'call.ended': 'ended', 'recording.ready': 'recorded' };

  function nameOf({ customer, number }) {
    if (customer.status === 'found') return customer.customer.displayName || 'Customer ' + customer.customer.id;
    if (customer.status === 'ambiguous') return customer.candidates.map(({ displayName, id }) => displayName || id).join(' or ');
    return number.kind === 'anonymous' ? 'Anonymous caller' : 'Unknown caller';
  }

  function detailsOf({ customer, event }) {
    const { campaign, skill, direction } = event;
    const known = customer.status === 'found' ? Object.entries(customer.customer.attributes || {}) : [];
    const parts = [direction, campaign && 'campaign ' + campaign, skill && 'skill ' + skill];
    return [...parts, ...known.map(([name, value]) => name + ': ' + value)].filter(Boolean).join(' · ');
  }

  function add(card, tag, name, text) {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    card.append(element);
  }

  // A later event of a call adds to what is known of it: what it does not say stays.
  function merge(known, pop) {
    if (known === undefined) return pop;
    const event = { ...known.event, ...pop.event };
    return pop.number.kind === 'anonymous' ? { ...known, event } : { ...pop, event };
  }

  function show({ callState, pop: latest }) {
    const { callId } = latest.event;
    const known = cards.get(callId);
    const pop = merge(known?.pop, latest);
    const { number, event, receivedAt } = pop;
    const card = known?.card || document.createElement('article');
    card.className = STATES[callState];
    card.replaceChildren();
    add(card, 'span', 'state', STATES[callState]);
    add(card, 'h2', 'name', nameOf(pop));
    add(card, 'p', 'number', number.kind === 'anonymous' ? 'no number' : number.e164 || number.raw);
    add(card, 'p', 'details', detailsOf(pop));
    add(card, 'p', 'call', 'call ' + callId + ', ' + new Date(event.occurredAt || receivedAt).toLocaleTimeString());
    cards.set(callId, { card, pop });
    if (known === undefined) calls.prepend(card);
    document.getElementById('none').hidden = true;
    if (calls.children.length > 20) {
      const [oldest] = cards.keys();
      cards.get(oldest).card.remove();
      cards.delete(oldest);
    }
  }

  const source = new EventSource('/agents/' + brand + '/' + extension + '/events');
  const tell = (text, up) => { link.textContent = text; link.className = up ? 'up' : ''; };
  source.onopen = () => tell('connected', true);
  source.onerror = () => tell(source.readyState === EventSource.CLOSED ? 'not allowed' : 'connecting again', false);
  source.addEventListener('screen-pop', ({ data }) => show(JSON.parse(data)));
  source.addEventListener('gap', () => { document.getElementById('gap').hidden = false; });
`;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Calls</title><style>${STYLE}</style>
<main>
  <header><span id="who"></span><span id="link" role="status">connecting</span></header>
  <p id="gap" role="alert" hidden>This screen was away for too long: calls may have been missed.</p>
  <section id="calls" aria-live="polite"></section>
  <div id="none">No calls yet.</div>
</main>
<script>${SCRIPT}</script>
</html>`;

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; script-src ${sha256(SCRIPT)}; style-src ${sha256(STYLE)}; connect-src 'self'`,
};

const server = createServer((request, response) => {
  const [path = ''] = (request.url ?? '').split('?');
  if (path.startsWith('/screen-pops/')) return receiver.listener(request, response);
  if (path === '/health') return void tellHealth(response);
  const topic = findTopic(path);
  if (topic !== undefined) return streamEvents(topic, request, response);
  if (/^\/screen\/[^/]+\/[^/]+$/.test(path)) return void response.writeHead(200, PAGE_HEADERS).end(PAGE);
  response.writeHead(404).end();
});
server.listen(Number(env['PORT'] ?? 4100), env['HOST'] ?? '127.0.0.1');
await once(server, 'listening');
console.log('listening', server.address());

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
// Deliveries under way are answered; browsers connect again, to another node, and go on where they were.
const closed = once(server, 'close').then(() => true);
server.close();
stopping.abort();
await receiver.close();
// A connection that has had its answer is idle, and stays open unless it is told.
for (let tries = 0; tries < 50 && !(await Promise.race([closed, sleep(20, false)])); tries += 1) server.closeIdleConnections();
server.closeAllConnections();
