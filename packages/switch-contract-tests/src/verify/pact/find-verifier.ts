import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The verifier of the Pact Foundation is not on this machine. */
export class VerifierMissingError extends Error {
  override readonly name = 'VerifierMissingError';
}

/**
 * The path of the Pact Foundation's own binary. The wrapper's `bin` is passed by: it starts a child that would outlive
 * a wrapper that is ended.
 *
 * @throws VerifierMissingError when its package for this machine is not installed.
 */
export function findVerifier(from: string = import.meta.url): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@pact-foundation/pact-cli-${system}-${process.arch}`;
  try {
    // The package for the machine is a dependency of the wrapper, and found only from there.
    const wrapper = createRequire(from).resolve('@pact-foundation/pact-cli/package.json');
    const manifest = createRequire(wrapper).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'standalone', system === 'windows' ? 'pact.exe' : 'pact');
  } catch {
    throw new VerifierMissingError(
      `The verifier ${name} is not installed: install the kit again with optional dependencies, on a supported machine.`,
    );
  }
}
