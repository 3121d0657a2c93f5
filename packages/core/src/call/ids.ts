declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** How a switch knows one conversation: an opaque string, never to be parsed or compared as a number. */
export type CallId = Branded<'CallId'>;

/** How the platform knows a tenant. */
export type BrandId = Branded<'BrandId'>;

/** How the switch knows an agent. */
export type AgentExtension = Branded<'AgentExtension'>;
