import { SwitchError } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { vicidialPlugin } from '../plugin.ts';
import { CONFIG, PASS } from '../vicidial-phone.test.fixture.ts';
import { vicidialConfig } from './vicidial-config.ts';

const schema = vicidialPlugin.settingsSchema();
const properties = Object.entries(schema['properties'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>);

function issuesOf(config: unknown): readonly string[] {
  try {
    vicidialPlugin.configure(config);
    return [];
  } catch (error) {
    if (!SwitchError.has(error, 'CONFIG_INVALID')) throw error;
    return error.details.issues.map(({ path, message }) => `${path} ${message}`);
  }
}

describe('the form', () => {
  test('has these fields, in the order in which a person fills them in', () => {
    expect(properties.map(([id]) => id)).toEqual([
      'api_url',
      'agent_api_url',
      'user',
      'pass',
      'source',
      'phone_code',
      'search_leads',
      'hangup_status',
    ]);
    expect(schema['required']).toEqual(['api_url', 'agent_api_url', 'user', 'pass']);
    expect(schema['additionalProperties']).toBe(false);
  });

  test.each(properties)('%s has a label, a help text and a group', (_id, field) => {
    expect(field).toMatchObject({
      title: expect.stringMatching(/^\S/),
      description: expect.stringMatching(/\.$/),
      group: expect.stringMatching(/^(Connection|Authentication|Dialling)$/),
    });
  });

  test('the password is secret, and nothing else is', () => {
    expect(properties.filter(([, field]) => field['secret'] === true).map(([id]) => id)).toEqual(['pass']);
  });
});

describe('a configuration', () => {
  test('has defaults for what may be left out', () => {
    const { source: _source, ...required } = CONFIG;
    const read = vicidialConfig.parse(required);
    expect(read).toMatchObject({ source: 'phoneswitch', phoneCode: '1', searchLeads: false, hangupStatus: undefined });
    expect(read.apiUrl.href).toBe('https://dialler.example/vicidial/non_agent_api.php');
  });

  test.each([
    [true, true],
    ['true', true],
    ['false', false],
  ])('search_leads %j, as a form or a command line gives it, is %j', (given, expected) => {
    expect(vicidialConfig.parse({ ...CONFIG, search_leads: given }).searchLeads).toBe(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ['api_url', 'https://dialler.example/vicidial/', /whole address of the script/],
    ['api_url', 'https://dialler.example/non_agent_api.php?user=x', /must not have a query string/],
    ['agent_api_url', 'dialler.example/agc/api.php', /must start with https/],
    ['agent_api_url', 'https://u:p@dialler.example/agc/api.php', /must not contain credentials/],
    ['user', 'a', /at least 2/],
    ['user', 'api user', /ViciDial deletes any other sign/],
    ['pass', 'planted+sign', /ViciDial deletes any other sign/],
    ['pass', 'plänted', /ViciDial deletes any other sign/],
    ['source', 's', /at least 2/],
    ['source', 'x'.repeat(21), /at most 20/],
    ['source', 'a-b', /letters and digits only/],
    ['phone_code', '+44', /country calling code/],
    ['search_leads', 'perhaps', /true or false/],
    ['hangup_status', 'A B', /code of a status/],
    ['hangup_status', 'TOOLONG', /at most 6/],
    ['api_base_url', 'https://x.example', /is not a field/],
  ])('%s %j is refused, and the value is not told', (field, value, message) => {
    const issues = issuesOf({ ...CONFIG, [field]: value });
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatch(new RegExp(`^${field} `));
    expect(issues[0]).toMatch(message);
    expect(issues[0]).not.toContain('planted');
  });

  test('every field that is missing is named', () => {
    expect(issuesOf({}).map((issue) => issue.split(' ')[0])).toEqual(['api_url', 'agent_api_url', 'user', 'pass']);
  });

  test('two passwords have two digests', () => {
    const digest = (pass: string): string => vicidialPlugin.configure({ ...CONFIG, pass }).digest();
    expect(digest(PASS)).toBe(digest(PASS));
    expect(digest(PASS)).not.toBe(digest(`${PASS}x`));
  });
});
