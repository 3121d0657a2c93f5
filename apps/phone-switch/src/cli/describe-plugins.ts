import { SPEC_VERSION, SUPPORTED_SPEC_VERSIONS, type SwitchPlugin } from '@elasticfunnels/switch-core';

/** The loaded plugins for a machine. */
export function toPluginsJson(plugins: readonly SwitchPlugin[]): object {
  return {
    specVersion: SPEC_VERSION,
    supportedSpecVersions: SUPPORTED_SPEC_VERSIONS,
    plugins: plugins.map(({ id, displayName, specVersion, capabilities }) => ({
      id,
      displayName,
      specVersion,
      capabilities: [...capabilities],
    })),
  };
}

/** The loaded plugins for a person. */
export function describePlugins(plugins: readonly SwitchPlugin[]): readonly string[] {
  return plugins.flatMap(({ id, displayName, specVersion, capabilities }) => [
    `${id}  ${displayName}`,
    `  Interface:    ${specVersion}`,
    `  Capabilities: ${[...capabilities].join(', ') || 'none beyond the five operations'}`,
  ]);
}
