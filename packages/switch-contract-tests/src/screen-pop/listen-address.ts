/** Where a receiver listens. */
export interface ListenAddress {
  /** Undefined: on every address of this machine. */
  readonly host: string | undefined;
  /** 0 is any free one. */
  readonly port: number;
}

const ADDRESS = /^(?:\[(?<six>[0-9A-Fa-f:.%]+)\]|(?<host>[^\s:/[\]]*)):(?<port>\d{1,5})$/;

/** Reads `HOST:PORT`, `[::1]:PORT`, or `:PORT` for every address of this machine; undefined for anything else. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const { six, host = '', port = '' } = ADDRESS.exec(text)?.groups ?? {};
  const number = Number(port);
  if (port === '' || number > 65_535) return undefined;
  return { host: six ?? (host === '' ? undefined : host), port: number };
}
