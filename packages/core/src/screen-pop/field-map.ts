/** The parts of a screen pop that a delivery may name as it likes. */
export type MappedField =
  | 'event'
  | 'eventId'
  | 'callId'
  | 'direction'
  /** Who calls. Which of the two is the customer's follows from the direction. */
  | 'ani'
  /** Who is called. */
  | 'dnis'
  /** The customer's number where the delivery says so by itself, whatever the direction. */
  | 'customerNumber'
  | 'agent'
  | 'campaign'
  | 'skill'
  | 'occurredAt';

/** For each part the names to look under, the first that says something wins; `call.ani` reaches inside. */
export type FieldMap = Readonly<Partial<Record<MappedField, readonly string[]>>>;
