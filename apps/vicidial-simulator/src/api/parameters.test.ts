import { expect, test } from 'vitest';
import { readParameters } from './parameters.ts';

const read = (query: string, form = ''): ReturnType<typeof readParameters> =>
  readParameters(new URLSearchParams(query), new URLSearchParams(form));

test('the query comes before the form, and of repeated parameters the last', () => {
  expect(read('value=1&value=2', 'value=3&source=form')).toMatchObject({ value: '2', source: 'form' });
});

test('what ViciDial does not expect is deleted, not refused', () => {
  const parameters = read("value=%2B1+(555)+0001&agent_user=10'01&phone_code=%2B44&lead_id=12a");
  expect(parameters).toMatchObject({ value: '15550001', agentUser: '1001' });
  expect([parameters.get('phone_code'), parameters.get('lead_id'), parameters.get('absent')]).toEqual(['44', '12', '']);
});
