/** The version of the plugin interface that this core defines. A breaking change to it gets a new name. */
export const SPEC_VERSION = 'v1';

/** The versions that this core can host. */
export const SUPPORTED_SPEC_VERSIONS: readonly string[] = ['v1'];
