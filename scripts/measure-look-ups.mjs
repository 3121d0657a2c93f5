// What a name whose name server keeps silent costs the look-ups of all other names, with Node's own look-up and with the
// host's. Linux alone: it gives itself a network and a resolv.conf of its own (`unshare`), so nothing outside is asked or
// changed. Takes about a minute and a half.
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const LIVE_NAMES = 99;
const [PROGRAM, ...FLAGS] = ['unshare', '--map-root-user', '--mount', '--net'];
/** Which look-up, how many silent names, how often each is asked for, and whether they are known to be slow. */
const ROUNDS = [
  ['node', 1, 6, false],
  ['host', 1, 64, false],
  ['host', 2, 64, false],
  ['host', 4, 64, true],
];

if (process.argv[2] === 'round') await runRound(JSON.parse(process.argv[3] ?? ''));
else if (process.argv[2] === 'name-server') await runNameServer();
else for (const round of ROUNDS) isolate(round);

function isolate(round) {
  const folder = mkdtempSync(join(tmpdir(), 'look-ups-'));
  const resolvConf = join(folder, 'resolv.conf');
  writeFileSync(resolvConf, 'nameserver 127.0.0.1\n');
  const quoted = (text) => `'${text}'`;
  const node = `${quoted(process.execPath)} ${quoted(SELF)}`;
  const script = `
    mount --bind ${quoted(resolvConf)} /etc/resolv.conf && ip link set lo up || exit 1
    ${node} name-server & server=$!
    sleep 0.5
    ${node} round ${quoted(JSON.stringify(round))}
    kill $server`;
  const { status } = spawnSync(PROGRAM, [...FLAGS, 'sh', '-c', script], { stdio: 'inherit' });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error('This needs Linux with `unshare` and `ip`, and the right to make namespaces.');
}

async function runRound([whose, names, each, known]) {
  const { fairLookup } = await import('../packages/core/src/http/fair-lookup.ts');
  const clock = { now: () => new Date(), monotonicMs: () => performance.now(), setTimer: () => () => {} };
  const look = whose === 'host' ? fairLookup(clock) : lookup;
  const timeOf = (name) => {
    const startedAt = performance.now();
    return new Promise((resolve) => look(name, { all: true }, () => resolve(performance.now() - startedAt)));
  };
  const askSilent = (times) => Array.from({ length: names * times }, (_, index) => timeOf(`silent-${index % names}.test`));
  await timeOf('first.test');
  if (known) await Promise.all(askSilent(1));
  void Promise.all(askSilent(each));
  const took = await Promise.all(Array.from({ length: LIVE_NAMES }, (_, index) => timeOf(`live-${index}.test`)));
  const slowest = Math.round(Math.max(...took)).toLocaleString('en');
  const which = `silent names: ${names}${known ? ', known to be slow' : ''}, each for ${each} connections`;
  process.stdout.write(
    `${whose === 'host' ? "the host's look-up" : 'dns.lookup'}; ${which}: the slowest of ${LIVE_NAMES} others took ${slowest} ms\n`,
  );
  process.exit(0);
}

/** Answers every name with 127.0.0.1, but the silent ones. @see https://www.rfc-editor.org/rfc/rfc1035#section-4 */
async function runNameServer() {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    if (query.includes('silent-')) return;
    const endOfName = query.indexOf(0, 12) + 1;
    const wantsIpv4 = query.readUInt16BE(endOfName) === 1;
    const head = Buffer.from([query[0], query[1], 0x81, 0x80, 0, 1, 0, wantsIpv4 ? 1 : 0, 0, 0, 0, 0]);
    const answer = wantsIpv4 ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1]) : Buffer.alloc(0);
    socket.send(Buffer.concat([head, query.subarray(12, endOfName + 4), answer]), port, address);
  });
  socket.bind(53, '127.0.0.1');
  await once(socket, 'listening');
}
