import type { NetworkPolicy } from '../http/network-policy.ts';
import type { RetryPolicy } from '../http/retry-policy.ts';
import type { ReceiveScreenPopsOptions } from '../screen-pop/receiver/screen-pop-receiver.ts';
import {
  aFunction,
  aListOfTexts,
  anObject,
  anything,
  aText,
  checkOptions,
  option,
  type OptionChecks,
  optionsOf,
  withMethods,
} from './check-options.ts';
import type { SwitchHostOptions } from './phone-switch-module.ts';
import type { BrandSettings } from './switch-host.ts';

const NETWORK: OptionChecks<NetworkPolicy> = {
  allowAddresses: aListOfTexts,
  plainHttp: option(
    (value) => value === 'nowhere' || value === 'allowed-addresses' || value === 'anywhere',
    'must be nowhere, allowed-addresses or anywhere',
  ),
  certificateAuthorities: aListOfTexts,
};

const milliseconds = option((value) => typeof value === 'number' && value >= 0, 'must be a number of milliseconds');
const RETRY: OptionChecks<RetryPolicy> = {
  attempts: option((value) => typeof value === 'number' && value >= 1, 'must be a number of at least 1'),
  baseDelayMs: milliseconds,
  maxDelayMs: milliseconds,
  random: aFunction,
};

const HOST: OptionChecks<SwitchHostOptions> = {
  allowedPlugins: aListOfTexts,
  importModule: aFunction,
  network: optionsOf(NETWORK),
  logger: withMethods('debug', 'info', 'warn', 'error'),
  clock: withMethods('now', 'monotonicMs', 'setTimer'),
  retry: optionsOf(RETRY),
  // What is in it is checked where its defaults are.
  originLimits: option(
    (value) => value === 'off' || (typeof value === 'object' && !Array.isArray(value)),
    'must be off, or an object',
  ),
  dialGuard: withMethods('dial', 'identify', 'release'),
  deliveryLedger: withMethods('claim', 'close'),
  screenPopChannel: withMethods('publish', 'subscribe', 'close'),
  transport: withMethods('request', 'close'),
};

const BRAND: OptionChecks<BrandSettings> = { plugin: aText, config: anything, screenPop: anything };

const RECEIVER: OptionChecks<ReceiveScreenPopsOptions> = {
  directory: withMethods('find'),
  brandOf: aFunction,
  sourceOf: aFunction,
  limits: anObject,
  onDelivery: aFunction,
};

/** @throws SwitchError `CONFIG_INVALID` with every option that is wrong, or that is none. */
export function checkHostOptions(options: SwitchHostOptions): void {
  checkOptions(options, HOST, { title: "The host's configuration" });
}

/** As above, but what a plugin or the screen pops make of their part. */
export function checkBrandSettings(settings: BrandSettings): void {
  checkOptions(settings, BRAND, { title: "The brand's configuration", required: ['plugin'] });
}

/** As above, but the limits' values. */
export function checkReceiveOptions(options: ReceiveScreenPopsOptions): void {
  checkOptions(options, RECEIVER, { title: "The receiver's configuration", required: ['directory'] });
}
