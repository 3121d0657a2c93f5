import { describe, expect, test } from 'vitest';
import { CALL, DIAL, failureOf, openScripted } from '../five9-phone.test.fixture.ts';

/** A service that says back what it was sent; what the caller and the log then hold. */
async function toldOf(sent: { readonly destination?: string; readonly target?: string }): Promise<string> {
  const said = `No: ${sent.destination ?? ''}${sent.target ?? ''} \u001b[31mis barred\n\u202eFAKE LINE`;
  await using opened = await openScripted((transport) => transport.answer({ status: 422, json: { message: said } }));
  const { destination = DIAL.destination, target } = sent;
  const work =
    target === undefined
      ? opened.phone.makeCall({ ...DIAL, destination })
      : opened.phone.transferCall({ call: CALL, targetExtension: target });
  const error = await failureOf(work);
  return `${error.message}\n${error.vendorMessage}\n${JSON.stringify(error)}\n${opened.logger.text()}`;
}

describe('a number or a person that a request named is said back by nobody', () => {
  test.each(['+1/555/000/4567', '+1\u2011555\u2011000\u20114567', '02079460958', '+49 30/123456-78', 'sip:jane.doe@pbx.example'])(
    'neither the destination of a dial nor the target of a transfer: %s',
    async (number) => {
      for (const told of [await toldOf({ destination: number }), await toldOf({ target: number })]) {
        expect(told).toContain('•••••');
        expect(told).not.toContain(number);
        expect(told).not.toContain('jane.doe');
      }
    },
  );

  test('and nothing of what a terminal obeys reaches the caller or the log', async () => {
    const told = await toldOf({});
    expect(told).toContain('No:  <U+001B>[31mis barred <U+202E>FAKE LINE');
    for (const acting of ['\u001b', '\u202e', '\\u001b', '\\n']) expect(told).not.toContain(acting);
  });
});

describe('what a redirect asks to be set', () => {
  const hintOf = async (status: number, location: string): Promise<string> => {
    await using opened = await openScripted((transport) => transport.answer({ status, headers: { location } }));
    return (await failureOf(opened.phone.hangupCall(CALL))).hint;
  };

  test('is the path of the operation where only that differs, as it is set below the base URL', async () => {
    expect(await hintOf(308, '/api/calls/hangup/')).toBe('Set the path of hangupCall to /calls/hangup/.');
  });

  test('is never the address of a stranger', async () => {
    const hint = await hintOf(302, 'https://login.example/sso');
    expect(hint).toContain('login page');
    expect(hint).not.toMatch(/\bset\b|login\.example/i);
  });
});
