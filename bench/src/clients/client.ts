/** A way to place calls, as a user would write it. */
export interface DialClient {
  dial(index: number): Promise<string>;
  close(): Promise<void>;
}

/** The token of every client, and the agent who dials. */
export const TOKEN = 'bench-token-0123456789';
export const AGENT = '1001';

/** Another number each time, so that the dial guard joins none to another. */
export function destinationOf(index: number): string {
  return `+1555${String(index % 10_000_000).padStart(7, '0')}`;
}

/** What every client posts. */
export function bodyOf(index: number): { readonly agent_extension: string; readonly destination: string } {
  return { agent_extension: AGENT, destination: destinationOf(index) };
}

/** The path of a dial. */
export const PATH = '/calls/make';
