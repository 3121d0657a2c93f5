import { expect, test } from 'vitest';
import { findWorkingDirectory } from './working-directory.ts';

test.each([
  ['that of the process', {}, '/here'],
  ['where pnpm was called', { INIT_CWD: '/called', npm_lifecycle_event: 'phone-switch' }, '/called'],
  ['that of the process in another script', { INIT_CWD: '/called', npm_lifecycle_event: 'test' }, '/here'],
  ['that of the process when nothing is told', { npm_lifecycle_event: 'phone-switch' }, '/here'],
])('paths start in the folder %s', (_name, environment, folder) => {
  expect(findWorkingDirectory(environment, '/here')).toBe(folder);
});
