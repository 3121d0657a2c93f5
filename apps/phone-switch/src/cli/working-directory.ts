/**
 * Where a person is who types a path: pnpm and npm run a script in its package's folder, and say from where it was called.
 */
export function findWorkingDirectory(environment: Readonly<Record<string, string | undefined>>, here: string): string {
  const { INIT_CWD: called, npm_lifecycle_event: script } = environment;
  // Only of this very script: a process that another script starts inherits what that one was told.
  return script === 'phone-switch' && called !== undefined && called !== '' ? called : here;
}
