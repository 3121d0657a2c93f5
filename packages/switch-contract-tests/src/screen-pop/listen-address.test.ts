import { expect, test } from 'vitest';
import { parseListenAddress } from './listen-address.ts';

test.each([
  ['127.0.0.1:4199', { host: '127.0.0.1', port: 4199 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  ['[::1]:65535', { host: '::1', port: 65_535 }],
  [':8443', { host: undefined, port: 8443 }],
])('%s is read', (text, address) => {
  expect(parseListenAddress(text)).toEqual(address);
});

test.each(['', '4199', 'localhost', 'localhost:', '::1:80', 'a b:80', 'localhost:65536', 'localhost:-1', 'http://localhost:80'])(
  '%j is none',
  (text) => {
    expect(parseListenAddress(text)).toBeUndefined();
  },
);
