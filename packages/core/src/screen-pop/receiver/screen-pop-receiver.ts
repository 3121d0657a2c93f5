import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PhoneNumber } from '../../call/phone-number.ts';
import type { BrandId } from '../../call/ids.ts';
import { loadPhoneNumberReader } from '../../call/load-phone-number-reader.ts';
import { Secret } from '../../config/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Telemetry } from '../../runtime/telemetry.ts';
import type { CustomerDirectory, CustomerMatch } from '../customers/customer-directory.ts';
import { lookUpCustomer } from '../customers/look-up-customer.ts';
import { makeVerifier } from '../verification/make-verifier.ts';
import type { DeliveryLedger, ScreenPopChannel } from '../screen-pop-ports.ts';
import { Admission } from './admission.ts';
import { brandOfPath } from './brand-of-path.ts';
import { DeliveryPipeline } from './delivery-pipeline.ts';
import type { DeliveryReport } from './delivery-report.ts';
import { DeliveryWatch } from './delivery-watch.ts';
import { fetchHandler, type RequestSource } from './fetch-handler.ts';
import type { DeliveryHead } from './incoming-delivery.ts';
import { nodeListener } from './node-listener.ts';
import { parseReceiverLimits, type ReceiverLimits } from './receiver-limits.ts';
import type { FindReceivingBrand } from './receiving-brand.ts';
import { sourceOfAddress } from './source-of.ts';

/** How screen pops are received. */
export interface ReceiveScreenPopsOptions {
  /** The platform's own customers, by number. */
  readonly directory: CustomerDirectory;
  /** Of which brand a delivery is, by its path without the query; the last segment, decoded, without this. */
  readonly brandOf?: (path: string) => string | undefined;
  /**
   * Where a delivery came from, for the limits of one source; the address of the other end without this. Behind a proxy
   * that is the proxy: say here which header of the proxy's own has the address, or all senders share one limit.
   */
  readonly sourceOf?: (head: DeliveryHead) => string;
  readonly limits?: Partial<ReceiverLimits>;
  /** Is told what became of each delivery, and not waited for. Whatever it throws is logged, and nothing else. */
  readonly onDelivery?: (report: DeliveryReport) => void | Promise<void>;
}

/**
 * Takes the telephony's deliveries, for all brands. Mount one of its two functions; neither needs `this`.
 *
 * @example createServer(host.receiveScreenPops({ directory }).listener).listen(8443);
 */
export interface ScreenPopReceiver extends AsyncDisposable {
  /** For servers that speak in `Request` and `Response`. Never throws. */
  readonly handle: (request: Request, source?: RequestSource) => Promise<Response>;
  /** For `node:http`, and whatever hands on its objects. Mount it ahead of anything that reads bodies. Never throws. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** Answers 503 from now on, and waits for what is under way, at most `drainMs`. */
  close(): Promise<void>;
}

/** What a receiver shares with the rest of the host. */
export interface ReceiverServices {
  readonly findBrand: FindReceivingBrand;
  readonly ledger: DeliveryLedger;
  readonly channel: ScreenPopChannel;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}

/** @throws SwitchError `CONFIG_INVALID` for limits that are none. */
export function createScreenPopReceiver(options: ReceiveScreenPopsOptions, services: ReceiverServices): ScreenPopReceiver {
  const { clock } = services;
  const limits = parseReceiverLimits(options.limits);
  const watch = new DeliveryWatch({ ...services, onDelivery: options.onDelivery });
  const admission = new Admission(limits, clock);
  const { brandOf = brandOfPath, sourceOf = ({ remoteAddress }) => sourceOfAddress(remoteAddress) } = options;
  const pipeline = new DeliveryPipeline({
    ...services,
    admission,
    limits,
    watch,
    brandOf,
    sourceOf,
    decoy: makeVerifier({ kind: 'signature', secrets: [secretOfNobody()], toleranceSeconds: 300 }, clock),
    loadNumberReader: loadPhoneNumberReader,
    lookUp: customerLookUp(options, { deadlineMs: limits.lookUpDeadlineMs, clock, watch }),
  });
  // Begun now, as it takes a moment: the first caller should not have to wait. Should it fail, that delivery tries again.
  loadPhoneNumberReader().catch(() => {});
  const receive = pipeline.receive.bind(pipeline);
  const close = (): Promise<void> => admission.close();
  return {
    handle: fetchHandler(receive, clock),
    listener: nodeListener(receive, { clock, maxBytes: limits.bodyBytes }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function secretOfNobody(): Secret {
  return new Secret(`whsec_${randomBytes(32).toString('base64')}`);
}

function customerLookUp(
  { directory }: ReceiveScreenPopsOptions,
  parts: { readonly deadlineMs: number; readonly clock: Clock; readonly watch: DeliveryWatch },
): (brandId: BrandId, number: PhoneNumber) => Promise<CustomerMatch> {
  const { deadlineMs, clock, watch } = parts;
  const logger = watch.asLogger();
  return (brandId, number) => lookUpCustomer({ directory, brandId, number, deadlineMs, clock, logger });
}
