import { createRequire } from 'node:module';
import { SPEC_VERSION } from '@elasticfunnels/switch-core';

/** This command's version, and of what it stands on: by itself it is not released, so its own says little. */
export function readVersion(): string {
  const require = createRequire(import.meta.url);
  const [own, core] = ['../../package.json', '@elasticfunnels/switch-core/package.json'].map(
    (path) => (require(path) as { readonly version: string }).version,
  );
  return `${own} (switch-core ${core}, plugin interface ${SPEC_VERSION}, Node ${process.versions.node})`;
}
