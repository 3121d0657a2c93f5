/** What bounds the reading of a body. */
export interface BodyBounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** A body as it arrived, or why it is not here. */
export type BodyResult = Uint8Array | 'body_too_large' | 'body_too_slow' | 'body_incomplete' | 'body_taken';

/** A delivery as a server hands it over: its head, and a way to read its body. */
export interface IncomingDelivery {
  readonly method: string;
  /** As in the request line, without the query. */
  readonly path: string;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  /** By lower-case name; several headers of one name joined by a comma and a space. */
  readonly header: (name: string) => string | undefined;
  /** The address of the other end of the connection, where it is known. */
  readonly remoteAddress: string | undefined;
  /** At most once. Stops reading where the bounds end; never throws. */
  readonly readBody: (bounds: BodyBounds) => Promise<BodyResult>;
}
