import { describe, expect, test } from 'vitest';
import { readAnswer, toRecords } from './answer-grammar.ts';

describe('keywords', () => {
  test.each([
    ['SUCCESS: external_hangup function set - 1|1001\n', 'success', 'external_hangup function set', ['1', '1001']],
    ['ERROR: agent_user is not logged in - 6666', 'refused', 'agent_user is not logged in', ['6666']],
    ['ERROR: agent_status AGENT NOT FOUND: apiuser|9999\n', 'refused', 'agent_status AGENT NOT FOUND', ['apiuser', '9999']],
    ['ERROR: ingroup is not valid - \n', 'refused', 'ingroup is not valid', []],
    ['ERROR: NO FUNCTION SPECIFIED\n', 'refused', 'NO FUNCTION SPECIFIED', []],
    [
      'ERROR: Login incorrect, please try again: |u|p|BAD|\n',
      'refused',
      'Login incorrect, please try again',
      ['', 'u', 'p', 'BAD', ''],
    ],
    [
      'ERROR: Invalid Username/Password:|u|p|0|0|BAD|\n',
      'refused',
      'Invalid Username/Password',
      ['', 'u', 'p', '0', '0', 'BAD', ''],
    ],
    ['NOTICE: not recording - 1001|||\r\n', 'notice', 'not recording', ['1001', '', '', '']],
    ['VERSION: 2.14-82|BUILD: 250122-1010|', 'version', '2.14-82|BUILD', ['250122-1010', '']],
    ['\uFEFFSUCCESS: park_call function set - x\n', 'success', 'park_call function set', ['x']],
    [
      '<br />\n<b>Warning</b>: date() in /srv/x.php\nSUCCESS: external_dial function set - 1\n',
      'success',
      'external_dial function set',
      ['1'],
    ],
  ])('%j', (body, kind, text, details) => {
    expect(readAnswer(body)).toEqual({ kind, text, details });
  });

  test('a NOTICE before the real answer is not the answer', () => {
    const notice = 'NOTICE: defined dial_ingroup not found - NONE\n';
    expect(readAnswer(`${notice}SUCCESS: external_dial function set - 1\n`)).toMatchObject({ kind: 'success' });
    expect(readAnswer(`${notice}ERROR: agent_user is not paused - 1\n`)).toMatchObject({ kind: 'refused' });
  });

  test('a refusal of two lines is told by the first', () => {
    expect(readAnswer('ERROR: Invalid Source - x\nERROR: Invalid Source: |x|\n')).toMatchObject({
      kind: 'refused',
      details: ['x'],
    });
  });

  test('done and refused at once is neither', () => {
    expect(readAnswer('SUCCESS: a function set - 1\nERROR: b - 2\n')).toMatchObject({ kind: 'unreadable' });
  });
});

describe('what is no answer', () => {
  test.each([
    ['', 'nothing at all'],
    [' \r\n\n', 'nothing at all'],
    ['<!DOCTYPE html>\n<html></html>\n', 'an HTML page'],
    ['<html><body>planted</body></html>\n', 'an HTML page'],
    ['OK planted\n', 'a text that is no answer of its own'],
    ['success: true\n', 'a text that is no answer of its own'],
    ['{"success":true}\n', 'a text that is no answer of its own'],
    ['a|b\nplanted\n', 'a text that is no answer of its own'],
    ['a|b|http://reco', 'a text that is cut off or no answer of its own'],
  ])('%j is unreadable, and says nothing of what it holds', (body, found) => {
    expect(readAnswer(body)).toEqual({ kind: 'unreadable', found });
  });
});

describe('rows', () => {
  test('are separated by what is in every line: tabs, or pipes', () => {
    expect(readAnswer('a|b\tc\nd\te\n')).toEqual({
      kind: 'rows',
      rows: [
        ['a|b', 'c'],
        ['d', 'e'],
      ],
    });
    expect(readAnswer('a|b\n')).toEqual({ kind: 'rows', rows: [['a', 'b']] });
  });

  test('are read by the names in their header, in whatever order', () => {
    expect(toRecords(readAnswer('user\tstatus\n1001\t READY \n'), ['status', 'user'])).toEqual([
      { status: 'READY', user: '1001' },
    ]);
  });

  test.each([
    ['without a header', '1001\tREADY\n'],
    ['without a row', 'user\tstatus\n'],
    ['without a column', 'user\tx\n1001\tREADY\n'],
    ['with a row that is too short', 'x\tuser\tstatus\n1\t1001\n'],
    ['that are none', 'SUCCESS: a function set - 1\n'],
  ])('%s are not read', (_name, body) => {
    expect(toRecords(readAnswer(body), ['status', 'user'])).toBeUndefined();
  });
});
