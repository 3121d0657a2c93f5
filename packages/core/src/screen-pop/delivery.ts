/** One HTTP attempt to deliver a screen pop, before anything of it is believed. */
export interface Delivery {
  readonly method: string;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  /** By lower-case name; several headers of one name joined by a comma and a space. */
  readonly header: (name: string) => string | undefined;
  /** As it arrived: what a signature is over. */
  readonly body: Uint8Array;
}
