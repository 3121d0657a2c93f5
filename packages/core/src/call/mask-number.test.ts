import { describe, expect, test } from 'vitest';
import { maskNumber, maskNumbersIn } from './mask-number.ts';

describe('numbers are masked in logs and errors', () => {
  test.each([
    ['+15550004567', '+1•••••4567'],
    [' +1 (555) 000-4567', '+1•••••4567'],
    ['5550004567', '5•••••4567'],
    ['+442079460958', '+4•••••0958'],
    ['123456', '•••••'],
    ['1001', '•••••'],
    ['', '•••••'],
    ['sip:alice@example.test', '•••••'],
    ['anonymous', '•••••'],
    // A host, a port, a parameter, a password and an extension are no part of the number.
    ['tel:+15550004567', '+1•••••4567'],
    ['tel:+15550004567;ext=890123', '+1•••••4567'],
    ['+15550004567 x890123', '+1•••••4567'],
    ['(555) 000-4567 ext. 8901', '5•••••4567'],
    ['sip:+15550004567@203.0.113.77:5061', '+1•••••4567'],
    ['sip:%2B15550004567@example.test', '+1•••••4567'],
    ['"Ann 1984" <sip:+15550004567:9876@example.test>;tag=1234567', '+1•••••4567'],
    ['sip:1001@203.0.113.77:5061', '•••••'],
    ['sip:alice@203.0.113.77:5061', '•••••'],
    ['sip:alice1234567890@example.test', '•••••'],
    // Five of seven digits would be the number.
    ['555-4567', '•••••67'],
    ['5554567', '•••••67'],
    ['142685300', '•••••00'],
  ])('%j is shown as %j', (number, shown) => expect(maskNumber(number)).toBe(shown));

  test.each([
    '+15550004567',
    '+1 555 000 4567',
    '+1-555-000-4567',
    '+1 (555) 000-4567',
    '15550004567',
    '1-555-000-4567',
    '5550004567',
    '(555) 000-4567',
    '555.000.4567',
    '+442079460958',
    '+44 20 7946 0958',
    '0044 20 7946 0958',
    '00442079460958',
    '020 7946 0958',
    '(020) 7946 0958',
    '030/12345678',
    '0171 1234567',
    '06 12 34 56 78',
    '+551199990000',
  ])('%s within a text', (number) => {
    const shown = maskNumbersIn(`Cannot dial ${number}, ask the agent. "${number}"`);
    expect(shown).toMatch(/^Cannot dial \+?\d•••••\d{4}, ask the agent\. "\+?\d•••••\d{4}"$/);
  });

  test.each([
    'Call 300000000000071 has ended.',
    'Call 001234567890123 has ended.',
    'Agent 1001 is not ready.',
    'HTTP 503 after 30000 ms',
    '2026-01-05T09:00:00.000Z',
    '05.01.2026 09:00',
    'Retry after 3600 s',
    'version 10.20.30',
    'campaign 42, skill 7',
    '0e8f7a5c-4b1d-4c1e-9a57-1d2c3b4a5f60',
  ])('what is no phone number stays readable: %s', (text) => expect(maskNumbersIn(text)).toBe(text));

  test('every number of a text', () => {
    expect(maskNumbersIn('+15550004567 and +15550009999')).toBe('+1•••••4567 and +1•••••9999');
  });

  test('a long text of digits and spaces takes no longer than its length deserves', () => {
    const startedAt = performance.now();
    maskNumbersIn('1 2 3 4 5 (6) '.repeat(20_000));
    maskNumbersIn('0'.repeat(200_000));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
