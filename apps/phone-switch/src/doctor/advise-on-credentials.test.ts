import { describe, expect, test } from 'vitest';
import { adviseOnCredentials } from './advise-on-credentials.ts';

const BEARER = { scheme: 'Bearer', schemesAsked: [], vendorMessage: undefined };

describe('what to do about refused credentials', () => {
  test.each([
    'The request has no Authorization header.',
    'Missing Authorization header',
    'Authorization header is missing.',
    'the `authorization` header was not sent',
    'Request without an authorization header',
    'Authentication credentials were not provided.',
    'No credentials',
    'No API key found in request',
    'missing access token',
  ])('a service that says that none arrived did not get them: %s', (vendorMessage) => {
    expect(adviseOnCredentials({ ...BEARER, vendorMessage })).toMatch(/^We sent Bearer, and the service says that none arrived/);
  });

  test.each([
    'The key is wrong.',
    'Authorization Required',
    'No authorization for this agent',
    'Unknown key',
    'Authorization failed',
    'Invalid token',
    'No.',
    undefined,
  ])('a service that says anything else may have been given a wrong one: %s', (vendorMessage) => {
    expect(adviseOnCredentials({ ...BEARER, vendorMessage })).toMatch(/^Check the key/);
  });

  test('where none are sent, none were taken off', () => {
    const nothing = { scheme: 'none', schemesAsked: ['Bearer'], vendorMessage: 'The request has no Authorization header.' };
    expect(adviseOnCredentials(nothing)).toBe('Fill in the fields of Bearer.');
  });

  test.each([
    [['Bearer'], /^Check the key/],
    [['bearer', 'Negotiate'], /^Check the key/],
    [['Basic'], /^Fill in the fields of Basic instead of those of Bearer\.$/],
    [['NTLM', 'Basic'], /^Fill in the fields of Basic instead/],
    [['NTLM', 'Negotiate'], /take Bearer: the driver cannot do NTLM or Negotiate\.$/],
    [['Digest'], /the driver cannot do Digest/],
  ])('of the schemes that are asked for, only those are advised that there are fields for: %j', (schemesAsked, advice) => {
    expect(adviseOnCredentials({ ...BEARER, schemesAsked })).toMatch(advice);
  });
});
