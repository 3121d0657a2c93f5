/** A person who can be called: a row of `vicidial_list`. */
export interface Lead {
  readonly leadId: number;
  readonly phoneCode: string;
  readonly phoneNumber: string;
  readonly vendorLeadCode: string;
}

const firstLeadId = 876_401;

/** The leads of the simulated ViciDial. */
export class LeadBook {
  readonly #leads = new Map<number, Lead>();
  #next = firstLeadId;

  /** The lead with an id, if there is one. */
  find(leadId: number): Lead | undefined {
    return this.#leads.get(leadId);
  }

  /** The newest lead with a number, if there is one; ViciDial searches without the country code. */
  findByNumber(phoneNumber: string): Lead | undefined {
    return [...this.#leads.values()].findLast((lead) => lead.phoneNumber === phoneNumber);
  }

  /** Adds a lead; ViciDial never checks for a second one with the same number here. */
  add(lead: Omit<Lead, 'leadId'>): Lead {
    const added = { leadId: this.#next++, ...lead };
    this.#leads.set(added.leadId, added);
    return added;
  }
}
