import { RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import type { BrandId } from '../../call/ids.ts';
import { Secret } from '../../config/secret.ts';
import { createSwitchHost } from '../../host/create-switch-host.ts';
import type { SwitchHostOptions } from '../../host/phone-switch-module.ts';
import type { SwitchHost } from '../../host/switch-host.ts';
import { vendorPlugin, vendorSwitch } from '../../host/vendor.test.fixture.ts';
import type { CustomerDirectory } from '../customers/customer-directory.ts';
import { signDelivery } from '../verification/delivery-signature.ts';
import type { ScreenPopEntry } from '../screen-pop.ts';
import type { ScreenPopTopic } from '../screen-pop-ports.ts';
import type { DeliveryReport } from './delivery-report.ts';
import type { ReceiveScreenPopsOptions, ScreenPopReceiver } from './screen-pop-receiver.ts';

export const ACME: BrandId = 'acme' as BrandId;
export const GLOBEX: BrandId = 'globex' as BrandId;
/** Signs acme's deliveries and globex's. */
export const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const OTHER_SECRET = 'whsec_plJ3nmyCDGBKInavdOK15jsl1O3zQtVJ';
/** What `legacy` shares with its telephony, in the query too. */
export const SHARED_SECRET = 'a-shared-secret-of-legacy';

export const DIRECTORY: CustomerDirectory = {
  find: async (_brandId, query) =>
    query.tier === 'e164' && query.e164 === '+12025550123' ? [{ id: 'c-1', displayName: 'Ada' }] : [],
};

/** A delivery's payload; a call of its own unless told. */
let calls = 0;
export function payload(more: Readonly<Record<string, unknown>> = {}): string {
  calls += 1;
  return JSON.stringify({
    event: 'call.ringing',
    call_id: `call-${calls}`,
    direction: 'inbound',
    ani: '+12025550123',
    agent: '1001',
    occurred_at: '2026-01-05T09:00:00Z',
    ...more,
  });
}

export interface SignedRequest {
  readonly method: 'POST';
  readonly headers: Record<string, string>;
  readonly body: string;
}

let ids = 0;
/** A signed delivery, signed now by the machine's own clock unless told. */
export function signed(
  body: string = payload(),
  more: { readonly secret?: string; readonly id?: string; readonly timestamp?: Date | number } = {},
): SignedRequest {
  const { secret = SIGNING_SECRET, id = `msg_${(ids += 1)}`, timestamp = new Date() } = more;
  const headers = signDelivery(new Secret(secret), { id, timestamp, body });
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
}

/** A host with four brands and a receiver, and all that became of what it received. */
export interface ReceiverRig extends AsyncDisposable {
  readonly host: SwitchHost;
  readonly receiver: ScreenPopReceiver;
  readonly logger: RecordingLogger;
  readonly reports: readonly DeliveryReport[];
  /** Sends through the Fetch handler. */
  send(path: string, request: RequestInit, remoteAddress?: string): Promise<Response>;
  /** Every entry of a topic from now on. */
  watch(topic: ScreenPopTopic): Promise<readonly ScreenPopEntry[]>;
}

/** acme and globex sign, legacy shares a secret, and mute takes no screen pops. */
export function receiverRig(options: Partial<ReceiveScreenPopsOptions> = {}, hostOptions: SwitchHostOptions = {}): ReceiverRig {
  const logger = new RecordingLogger();
  const host = createSwitchHost({ logger, transport: new ScriptedTransport(), ...hostOptions });
  host.register(vendorPlugin(() => vendorSwitch()));
  const brand = (name: string, screenPop?: unknown): void =>
    host.setBrand(name, { plugin: 'vendor', config: { label: name }, screenPop });
  brand('acme', { signing_secrets: [SIGNING_SECRET] });
  brand('globex', { signing_secrets: [SIGNING_SECRET] });
  brand('legacy', { shared_secrets: [SHARED_SECRET], shared_secret_parameter: 'key', default_region: 'US' });
  brand('mute');
  const reports: DeliveryReport[] = [];
  const receiver = host.receiveScreenPops({
    directory: DIRECTORY,
    onDelivery: (report) => void reports.push(report),
    ...options,
  });
  return {
    host,
    receiver,
    logger,
    reports,
    send: (path, request, remoteAddress) =>
      receiver.handle(new Request(`https://platform.test${path}`, request), { remoteAddress }),
    watch: async (topic) => {
      const entries: ScreenPopEntry[] = [];
      await host.screenPops.subscribe(topic, (entry) => void entries.push(entry));
      return entries;
    },
    [Symbol.asyncDispose]: () => host.close(),
  };
}
