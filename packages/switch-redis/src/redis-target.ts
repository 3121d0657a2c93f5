import { SwitchError } from '@elasticfunnels/switch-core';

/** Where Redis is. */
export interface RedisTarget {
  /** With the password: never logged, never part of an error. */
  readonly url: string;
  readonly host: string;
  /** Host and port, for people. */
  readonly shown: string;
  /** The same text without the password: a Redis that does not know a command says it back with its arguments. */
  readonly redact: (text: string) => string;
}

const SCHEMES: Readonly<Record<string, string>> = {
  'redis:': 'redis:',
  'rediss:': 'rediss:',
  'valkey:': 'redis:',
  'valkeys:': 'rediss:',
};

/** Reads a Redis URL. @throws SwitchError `CONFIG_INVALID`, without the URL, as it may hold a password */
export function parseRedisUrl(text: string): RedisTarget {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url === undefined ? undefined : SCHEMES[url.protocol];
  if (url === undefined || scheme === undefined || url.hostname === '' || !/^\/?\d*$/.test(url.pathname)) {
    const message = 'must be a URL such as redis://user:password@host:6379/0, or rediss:// for TLS';
    throw new SwitchError('CONFIG_INVALID', { issues: [{ path: 'url', message }] }, { message: `The URL of Redis ${message}.` });
  }
  const shown = `${url.hostname}:${url.port === '' ? '6379' : url.port}`;
  return { url: text.replace(/^[a-z]+:/i, scheme), host: url.hostname, shown, redact: redactor(url.password) };
}

function redactor(password: string): (text: string) => string {
  if (password === '') return (text) => text;
  // As it stands in the URL, and as it is sent.
  const forms = [password, decode(password)];
  return (text) => forms.reduce((redacted, form) => redacted.replaceAll(form, '[redacted]'), text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
