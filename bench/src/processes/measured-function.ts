import { measure } from 'mitata';
import { answerParent } from '../measure/child-process.ts';

/** Each is set up only in the process that measures it. */
const CASES: Readonly<Record<string, () => Promise<() => unknown>>> = {
  'guard IPv4': async () => (await import('../micro/guard-cases.ts')).openGuardCase(['93.184.216.34', '8.8.8.8', '203.0.114.7']),
  'guard IPv6': async () =>
    (await import('../micro/guard-cases.ts')).openGuardCase(['2606:4700::6810:84e5', '2a00:1450:4001:80b::200e']),
  'number ours': async () => (await import('../micro/number-cases.ts')).openOurNumber(),
  'number library': async () => (await import('../micro/number-cases.ts')).openLibraryNumber(),
  'valid ours': async () => (await import('../micro/verifier-cases.ts')).openOurVerifier({ bytes: 300 }),
  'valid package': async () => (await import('../micro/verifier-cases.ts')).openPackageVerifier({ bytes: 300 }),
  'valid octokit': async () => (await import('../micro/other-verifiers.ts')).openOctokit(300),
  'parsed ours': async () => (await import('../micro/verifier-cases.ts')).openOurDecoder(300),
  'parsed package': async () => (await import('../micro/verifier-cases.ts')).openPackageParser(300),
  'parsed stripe': async () => (await import('../micro/other-verifiers.ts')).openStripe(300),
  'large ours': async () => (await import('../micro/verifier-cases.ts')).openOurVerifier({ bytes: 16_384 }),
  'large package': async () => (await import('../micro/verifier-cases.ts')).openPackageVerifier({ bytes: 16_384 }),
  'forged ours': async () => (await import('../micro/verifier-cases.ts')).openOurVerifier({ bytes: 300, forged: true }),
  'forged package': async () => (await import('../micro/verifier-cases.ts')).openPackageVerifier({ bytes: 300, forged: true }),
};

const [name = ''] = process.argv.slice(2);
const open = CASES[name];
if (open === undefined) throw new Error(`there is no function ${name} to measure`);
// Set up anew each time: what was signed must not grow old.
answerParent(async ({ ms }: { readonly ms: number }) => {
  const run = await open();
  const { p50 } = await measure(run, { min_cpu_time: ms * 1e6 });
  return { time: p50 / 1_000 };
});
