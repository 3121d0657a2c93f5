/** What a change asks of a middleware that kept the old contract. */
export type Impact = 'major' | 'minor' | 'patch';

/** The name of a rule. */
export type ChangeKind =
  | 'interaction-added'
  | 'interaction-added-extended'
  | 'interaction-removed'
  | 'interaction-described'
  | 'level-changed'
  | 'request-target-changed'
  | 'request-field-added'
  | 'request-field-removed'
  | 'request-value-changed'
  | 'request-example-changed'
  | 'request-header-added'
  | 'request-header-removed'
  | 'request-header-changed'
  | 'status-narrowed'
  | 'status-widened'
  | 'answer-field-added'
  | 'answer-field-removed'
  | 'answer-rule-changed'
  | 'answer-example-changed'
  | 'answer-header-added'
  | 'answer-header-removed'
  | 'state-of-interaction-changed'
  | 'state-added'
  | 'state-removed'
  | 'state-return-added'
  | 'state-return-removed'
  | 'state-described'
  | 'schema-added'
  | 'schema-removed'
  | 'schema-required-added'
  | 'schema-required-removed'
  | 'schema-request-relaxed'
  | 'schema-property-changed'
  | 'schema-property-added'
  | 'schema-property-removed'
  | 'schema-described'
  | 'document-changed';

/** One kind of change: what follows from it, and why. */
export interface ChangeRule {
  readonly impact: Impact;
  readonly why: string;
}

const major = (why: string): ChangeRule => ({ impact: 'major', why });
const minor = (why: string): ChangeRule => ({ impact: 'minor', why });
const patch = (why: string): ChangeRule => ({ impact: 'patch', why });

/** The rules, from the middleware's view: major when one that kept the old contract may fail the new one. */
export const CHANGE_RULES: Readonly<Record<ChangeKind, ChangeRule>> = {
  'interaction-added': major('The middleware was never asked this before.'),
  'interaction-added-extended': minor('It may stay unsatisfied: it is then not verified.'),
  'interaction-removed': minor('Less is asked.'),
  'interaction-described': patch('Only the words are others.'),
  'level-changed': minor('Asked for at another level.'),
  'request-target-changed': major('The request arrives at another path, or by another method.'),
  'request-field-added': major('A middleware that refuses what it does not know fails.'),
  'request-field-removed': major('A middleware may rely on the field.'),
  'request-value-changed': major('The field has another type or another fixed value.'),
  'request-example-changed': patch('An example is another; what is sent follows the same rules.'),
  'request-header-added': minor('Unknown headers are ignored.'),
  'request-header-removed': major('A middleware may rely on the header.'),
  'request-header-changed': major('The header has another form.'),
  'status-narrowed': major('A status that was right is wrong.'),
  'status-widened': minor('More statuses are right.'),
  'answer-field-added': major('The answer must have a field that it could lack.'),
  'answer-field-removed': minor('The answer may lack the field.'),
  'answer-rule-changed': major('What was a right value may be a wrong one.'),
  'answer-example-changed': patch('An example is another; what is right stays right.'),
  'answer-header-added': major('The answer must have a header that it could lack.'),
  'answer-header-removed': minor('The answer may lack the header.'),
  'state-of-interaction-changed': major('Whoever sets up the states must know another one.'),
  'state-added': minor('There is one more state to set up, where an interaction asks for it.'),
  'state-removed': minor('There is one state less to set up.'),
  'state-return-added': major('The state must answer with a value that it could leave out.'),
  'state-return-removed': minor('The state may leave the value out.'),
  'state-described': patch('Only the words or parameters are others.'),
  'schema-added': minor('One more body is described.'),
  'schema-removed': minor('One body less is described.'),
  'schema-required-added': major('A body must have a field that it could lack.'),
  'schema-required-removed': minor('A body may lack a field.'),
  'schema-request-relaxed': major('What arrives may lack a field that was always there.'),
  'schema-property-changed': major('What was a right value may be a wrong one.'),
  'schema-property-added': minor('An optional field is described.'),
  'schema-property-removed': minor('A field is no longer looked at.'),
  'schema-described': patch('Only the words are others.'),
  'document-changed': patch('The OpenAPI document says the same in another way.'),
};

/** One difference between two contracts. */
export interface ContractChange {
  readonly kind: ChangeKind;
  /** Which interaction, state or schema: `M1 makeCall`. */
  readonly where: string;
  /** What is different, in words. */
  readonly what: string;
  readonly impact: Impact;
  readonly breaking: boolean;
  readonly why: string;
}

/** A change by its rule. */
export function change(kind: ChangeKind, where: string, what: string): ContractChange {
  const { impact, why } = CHANGE_RULES[kind];
  return { kind, where, what, impact, breaking: impact === 'major', why };
}
