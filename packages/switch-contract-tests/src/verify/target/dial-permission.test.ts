import { expect, test } from 'vitest';
import { findDialObjection } from './dial-permission.ts';

const REMOTE = new URL('https://proxy.example');

test.each(['+15550001111', '+1 (212) 555-0123', '+447700900123'])('%s belongs to nobody', (number) => {
  expect(findDialObjection(number, REMOTE, false)).toBeUndefined();
});

test.each(['+12125551234', '+4930123456', '1234', 'sip:anna@example.com', '+155500011112'])(
  '%s may ring at somebody’s',
  (number) => {
    expect(findDialObjection(number, REMOTE, false)).toContain('--allow-real-dial');
    expect(findDialObjection(number, REMOTE, true)).toBeUndefined();
    expect(findDialObjection(number, new URL('http://127.0.0.1:8080'), false)).toBeUndefined();
  },
);
