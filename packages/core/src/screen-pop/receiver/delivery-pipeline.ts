import type { BrandId } from '../../call/ids.ts';
import type { PhoneNumber, ReadPhoneNumber } from '../../call/phone-number.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { CustomerMatch } from '../customers/customer-directory.ts';
import type { Delivery } from '../delivery.ts';
import type { DeliveryVerifier } from '../verification/delivery-verifier.ts';
import { readPayload } from '../reading/read-payload.ts';
import type { ScreenPop } from '../screen-pop.ts';
import type { DeliveryClaim, DeliveryLedger, ScreenPopChannel } from '../screen-pop-ports.ts';
import type { ScreenPopEvent } from '../screen-pop-event.ts';
import { findEventProblem } from '../screen-pop-event-schema.ts';
import type { Admission, Admitted } from './admission.ts';
import { checkHead } from './check-head.ts';
import { claimDelivery, type ClaimServices, listDeliveryKeys } from './claim-delivery.ts';
import type { DeliveryAnswer, DeliveryReason } from './delivery-answers.ts';
import type { DeliveryFacts, DeliveryWatch } from './delivery-watch.ts';
import type { IncomingDelivery } from './incoming-delivery.ts';
import { giveBack, publishPop, type PublishServices } from './publish-pop.ts';
import type { ReceiverLimits } from './receiver-limits.ts';
import type { FindReceivingBrand, ReceivingBrand } from './receiving-brand.ts';

/** What a pipeline is made of. */
export interface DeliveryPipelineParts {
  readonly findBrand: FindReceivingBrand;
  /** Verifies what is for no brand, so that it takes as long as for one; believes nothing. */
  readonly decoy: DeliveryVerifier;
  readonly brandOf: (path: string) => string | undefined;
  readonly sourceOf: (incoming: IncomingDelivery) => string;
  readonly loadNumberReader: () => Promise<ReadPhoneNumber>;
  readonly lookUp: (brandId: BrandId, number: PhoneNumber) => Promise<CustomerMatch>;
  readonly ledger: DeliveryLedger;
  readonly channel: ScreenPopChannel;
  readonly admission: Admission;
  readonly watch: DeliveryWatch;
  readonly limits: ReceiverLimits;
  readonly clock: Clock;
}

/** A delivery that is genuine and has been read. */
interface GenuineDelivery {
  readonly brand: ReceivingBrand;
  readonly event: ScreenPopEvent;
  readonly payload: unknown;
  readonly proof: ScreenPop['proof'];
  readonly facts: DeliveryFacts;
}

const LONGEST_BRAND = 256;

/**
 * From a server's request to the agent's screen, in this order and with nothing passed over: method, content type, size,
 * limits, raw bytes, verify, parse, decode, claim, normalise, look up, publish, acknowledge.
 */
export class DeliveryPipeline {
  readonly #parts: DeliveryPipelineParts;
  readonly #claimServices: ClaimServices;

  constructor(parts: DeliveryPipelineParts) {
    this.#parts = parts;
    const { ledger, clock, limits } = parts;
    this.#claimServices = { ledger, clock, storeDeadlineMs: limits.storeDeadlineMs };
  }

  /** How a delivery is to be answered. Never throws. */
  async receive(incoming: IncomingDelivery): Promise<DeliveryAnswer> {
    const { clock, watch } = this.#parts;
    const facts: DeliveryFacts = { startedAtMs: clock.monotonicMs(), source: 'unknown' };
    try {
      return watch.answered(await this.#decide(incoming, facts), facts);
    } catch (error) {
      watch.failed('internal', error, facts);
      return watch.answered('internal', facts);
    }
  }

  async #decide(incoming: IncomingDelivery, facts: DeliveryFacts): Promise<DeliveryReason> {
    const { brandOf, sourceOf, findBrand, admission, limits } = this.#parts;
    facts.source = sourceOf(incoming);
    const named = brandOf(incoming.path) ?? '';
    const found = named === '' || named.length > LONGEST_BRAND ? 'unknown_brand' : findBrand(named);
    const brand = typeof found === 'string' ? undefined : found;
    if (found !== 'unknown_brand') facts.brand = named as BrandId;
    const unacceptable = checkHead(incoming, brand?.settings.verification, limits.bodyBytes);
    if (unacceptable !== undefined) return unacceptable;
    const admitted = admission.enter(facts.source, named.slice(0, LONGEST_BRAND));
    if (typeof admitted === 'string') return admitted;
    try {
      return await this.#verify(incoming, found, admitted, facts);
    } finally {
      admitted.leave();
    }
  }

  async #verify(
    incoming: IncomingDelivery,
    found: ReturnType<FindReceivingBrand>,
    admitted: Admitted,
    facts: DeliveryFacts,
  ): Promise<DeliveryReason> {
    const { limits, decoy } = this.#parts;
    const body = await incoming.readBody({ maxBytes: limits.bodyBytes, timeoutMs: limits.bodyTimeoutMs });
    if (typeof body === 'string') return body;
    const { method, query, header } = incoming;
    const delivery: Delivery = { method, query, header, body };
    const verification = (typeof found === 'string' ? decoy : found.verifier).verify(delivery);
    if (typeof found === 'string') return found;
    if (!verification.verified) return verification.reason;
    facts.proof = verification.proof;
    if (verification.deliveryId !== undefined) facts.deliveryId = verification.deliveryId;
    return admitted.believe(found.brandId) ?? this.#read(delivery, { brand: found, proof: verification.proof, facts });
  }

  #read(delivery: Delivery, known: Pick<GenuineDelivery, 'brand' | 'proof' | 'facts'>): DeliveryReason | Promise<DeliveryReason> {
    const { settings, source } = known.brand;
    const { verification, fieldMap } = settings;
    const secretsIn =
      verification.kind === 'shared_secret' && verification.parameter !== undefined ? [verification.parameter] : [];
    const read = readPayload(delivery, { omit: secretsIn });
    if ('malformed' in read) {
      known.facts.detail = read.malformed;
      return 'payload_malformed';
    }
    const { payload } = read;
    const event = source.decode(payload, fieldMap);
    if (event === undefined) {
      const detail = source.explain?.(payload, fieldMap);
      if (detail !== undefined) known.facts.detail = detail;
      return 'not_an_event';
    }
    const problem = findEventProblem(event);
    if (problem !== undefined) {
      known.facts.detail = `what the plugin read is no event: ${problem}`;
      return 'internal';
    }
    known.facts.event = event;
    return this.#claim({ ...known, event, payload });
  }

  async #claim(delivery: GenuineDelivery): Promise<DeliveryReason> {
    const { brand, event, facts } = delivery;
    const keys = listDeliveryKeys(event, facts.deliveryId);
    const result = await claimDelivery(brand.brandId, keys, this.#claimServices).catch((error: unknown) => {
      this.#parts.watch.failed('ledger_failed', error, facts);
    });
    if (result === undefined) return 'ledger_failed';
    if (result.status === 'held') return 'claim_held';
    if (result.status === 'published') return 'duplicate';
    return this.#publish(delivery, result.claim);
  }

  async #publish(delivery: GenuineDelivery, claim: DeliveryClaim): Promise<DeliveryReason> {
    const { facts } = delivery;
    const { channel, clock, limits, watch } = this.#parts;
    const services: PublishServices = {
      channel,
      clock,
      storeDeadlineMs: limits.storeDeadlineMs,
      onTrouble: (reason, error) => watch.failed(reason, error, facts),
    };
    try {
      const entry = await publishPop(await this.#toPop(delivery), claim, services);
      facts.entryId = entry.id;
      return 'published';
    } catch (error) {
      watch.failed('publish_failed', error, facts);
      await giveBack(claim, services);
      return 'publish_failed';
    }
  }

  async #toPop({ brand, event, payload, proof, facts }: GenuineDelivery): Promise<ScreenPop> {
    const { clock, loadNumberReader, lookUp } = this.#parts;
    const { brandId, settings } = brand;
    const receivedAt = clock.now();
    const number = (await loadNumberReader())(event.customerNumber, settings.numberPlan);
    facts.number = number;
    const customer = await lookUp(brandId, number);
    facts.customer = customer;
    return { brandId, event, number, customer, receivedAt, proof, raw: payload };
  }
}
