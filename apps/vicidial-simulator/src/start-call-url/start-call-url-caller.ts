import type { DiallerTime } from '../clock/dialler-time.ts';
import type { SimulatedAgent } from '../dialler/agent.ts';
import type { SimulatedCall } from '../dialler/call.ts';
import type { LeadBook } from '../dialler/lead-book.ts';
import { fillTemplate, type TemplateFields } from './fill-template.ts';

/** What became of one call of the Start Call URL. ViciDial tries once, and looks neither at status nor at body. */
export interface StartCallDelivery {
  readonly url: string;
  readonly callId: string;
  /** Absent when there was no answer. */
  readonly status?: number;
}

/** What a caller of Start Call URLs works with. */
export interface StartCallServices {
  readonly time: DiallerTime;
  readonly leads: LeadBook;
}

const timeoutMs = 5_000;

/** Calls the Start Call URL, a GET without any signature, for every call that is sent to an agent. */
export class StartCallUrlCaller {
  readonly #template: string;
  readonly #services: StartCallServices;
  readonly #deliveries: StartCallDelivery[] = [];
  readonly #closing = new AbortController();

  constructor(template: string, services: StartCallServices) {
    this.#template = template;
    this.#services = services;
  }

  /** Every call of the URL that is over, oldest first. */
  deliveries(): readonly StartCallDelivery[] {
    return [...this.#deliveries];
  }

  /** Calls the URL for a call; never rejects. */
  async send(call: SimulatedCall, agent: SimulatedAgent): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const url = fillTemplate(this.#template, this.#fields(call, agent));
    const { callId } = call;
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(url, { signal });
      await response.arrayBuffer();
      this.#deliveries.push({ url, callId, status: response.status });
    } catch {
      this.#deliveries.push({ url, callId });
    }
  }

  /** Gives up what is under way. */
  close(): void {
    this.#closing.abort();
  }

  #fields(call: SimulatedCall, agent: SimulatedAgent): TemplateFields {
    const { time, leads } = this.#services;
    const vendorLeadCode = leads.find(call.leadId)?.vendorLeadCode ?? '';
    const group = call.inGroup ?? call.campaign;
    return {
      lead_id: String(call.leadId),
      vendor_id: vendorLeadCode,
      vendor_lead_code: vendorLeadCode,
      list_id: '999',
      phone_code: call.phoneCode,
      phone_number: call.phoneNumber,
      phone: call.phoneNumber,
      dialed_number: call.phoneNumber,
      dialed_label: call.direction === 'outbound' ? 'MANUAL_DIALNOW' : '',
      did_extension: call.dialledNumber ?? '',
      did_pattern: call.dialledNumber ?? '',
      call_id: call.callId,
      uniqueid: call.uniqueId,
      user: agent.user,
      fullname: agent.fullName,
      user_group: agent.userGroup,
      phone_login: agent.extension.replace(/^.*\//, ''),
      SIPexten: agent.extension.replace(/^.*\//, ''),
      session_id: agent.sessionId,
      campaign: call.campaign,
      group,
      channel_group: group,
      SQLdate: time.sqlDateTime(),
      epoch: String(time.epochSeconds()),
    };
  }
}
