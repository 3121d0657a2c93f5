import { describe, expect, it } from 'vitest';
import { parseCurl } from './curl-command.ts';

const VARIABLES = { URL: 'http://127.0.0.1:8080', KEY: "it's $ecret" };

describe('a curl command line', () => {
  it('is a GET unless it has data', () => {
    expect(parseCurl('curl -i "$URL/"', VARIABLES)).toEqual({ url: 'http://127.0.0.1:8080/', method: 'GET', headers: [] });
  });

  it('posts JSON over several lines, and leaves single quotes alone', () => {
    const command = `curl -i $URL/calls/make \\\n  -H "Authorization: Bearer $KEY" \\\n  --json '{"a":"$KEY"}'`;
    expect(parseCurl(command, VARIABLES)).toEqual({
      url: 'http://127.0.0.1:8080/calls/make',
      method: 'POST',
      headers: [
        ['Content-Type', 'application/json'],
        ['Accept', 'application/json'],
        ['Authorization', "Bearer it's $ecret"],
      ],
      body: '{"a":"$KEY"}',
    });
  });

  it('sends data as a form, as curl does, unless a header says otherwise', () => {
    expect(parseCurl("curl $URL -d 'a=1'", VARIABLES).headers).toEqual([['Content-Type', 'application/x-www-form-urlencoded']]);
    expect(parseCurl("curl $URL -H 'content-type: text/plain' -d 'a'", VARIABLES).headers).toEqual([
      ['content-type', 'text/plain'],
    ]);
  });

  it('knows Basic and a method', () => {
    expect(parseCurl('curl -u "acme:pass word" -X PUT $URL', VARIABLES)).toMatchObject({
      method: 'PUT',
      headers: [['Authorization', `Basic ${Buffer.from('acme:pass word').toString('base64')}`]],
    });
  });

  it.each([
    ['curl --compressed $URL', 'option --compressed'],
    ['curl $URL $URL', 'One URL is expected, not 2'],
    ['curl -i', 'One URL is expected, not 0'],
    ['curl "$NOWHERE/"', 'uses $NOWHERE, which it never sets'],
    ['wget $URL', 'no curl command'],
  ])('%s is refused', (command, message) => {
    expect(() => parseCurl(command, VARIABLES)).toThrow(message);
  });
});
