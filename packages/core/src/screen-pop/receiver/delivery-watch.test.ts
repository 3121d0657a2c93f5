import { expect, test } from 'vitest';
import { type ReceiverRig, receiverRig, signed } from './receiver.test.fixture.ts';

const told = (rig: ReceiverRig): readonly unknown[] =>
  rig.logger.at('warn').map(({ fields }) => [fields['brand'], fields['reason']]);

test('a directory that is down is told once for each brand, and not once a call', async () => {
  const find = (): never => {
    throw new Error('down');
  };
  await using rig = receiverRig({ directory: { find } });
  for (const brand of ['acme', 'globex', 'acme', 'globex']) {
    expect((await rig.send(`/${brand}`, signed())).status).toBe(200);
  }
  expect(told(rig)).toEqual([
    ['acme', 'failed'],
    ['globex', 'failed'],
  ]);
});
