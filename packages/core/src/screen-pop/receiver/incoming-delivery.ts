/** What bounds the reading of a body. */
export interface BodyBounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** A body as it arrived, or why it is not here. */
export type BodyResult = Uint8Array | 'body_too_large' | 'body_too_slow' | 'body_incomplete' | 'body_taken';

/** The head of a delivery, before anything of it is believed. */
export interface DeliveryHead {
  readonly method: string;
  /** As in the request line, without the query. */
  readonly path: string;
  /** By lower-case name; several headers of one name joined by a comma and a space. */
  readonly header: (name: string) => string | undefined;
  /** The address of the other end of the connection, where it is known. */
  readonly remoteAddress: string | undefined;
}

/** A delivery as a server hands it over: its head, and a way to read its body. */
export interface IncomingDelivery extends DeliveryHead {
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  /** At most once. Stops reading where the bounds end; never throws. */
  readonly readBody: (bounds: BodyBounds) => Promise<BodyResult>;
}
