import type * as z from 'zod';
import type { BrandId } from '../call/ids.ts';
import { digestConfig } from '../config/config-digest.ts';
import { parseSettings } from '../config/parse-settings.ts';
import { type SettingsSchema, toSettingsSchema } from '../config/settings-form.ts';
import type { HttpClient, HttpClientTarget } from '../http/http-client.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { ScreenPopSource } from '../screen-pop/screen-pop-ports.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import { SPEC_VERSION } from './spec-version.ts';
import type { SwitchEndpoint } from './switch-endpoint.ts';

/** What the host gives a plugin for one brand. */
export interface SwitchServices {
  readonly brandId: BrandId;
  /** A client for one base URL, under the host's network policy, deadlines and retry rules. */
  readonly http: (target: HttpClientTarget) => HttpClient;
  /** Checks a recording's URL against the host's policy. @throws SwitchError `CONTRACT_VIOLATED` */
  readonly parseRecordingUrl: (text: string) => URL;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a vendor writes: data, and one function that opens a brand's switch. */
export interface PluginDefinition<Config, C extends Capability> {
  /** How configurations name the plugin: lower case, digits and dashes. */
  readonly id: string;
  readonly displayName: string;
  /** What it can do beyond the five operations; a declared capability that is not implemented does not compile. */
  readonly capabilities: readonly C[];
  /** Strict: unknown fields are errors. Its metadata draws the settings form. */
  readonly config: z.ZodType<Config>;
  // Properties, not methods: method syntax is bivariant and would let an unsound plugin compile.
  /** Opens a brand's switch. Sends nothing: proving the connection is what the operation `connect` is for. */
  readonly connect: (config: Config, services: SwitchServices) => OperationsWith<C> | Promise<OperationsWith<C>>;
  /** How the vendor's screen-pop deliveries are read. */
  readonly screenPop?: (config: Config) => ScreenPopSource;
  /** Where its requests go, and how each path is tried out without effect: for `phone-switch doctor`. */
  readonly endpoints?: (config: Config) => readonly SwitchEndpoint[];
}

/** A plugin that holds one brand's validated configuration, and nothing else until it is opened. */
export interface ConfiguredPlugin {
  /** Equal for equal configurations, within this process. */
  digest(): string;
  open(services: SwitchServices): Promise<OperationsWith>;
  screenPop(): ScreenPopSource | undefined;
  /** Empty where the vendor does not say; absent in plugins of cores before it was added. Sends nothing. */
  readonly endpoints?: () => readonly SwitchEndpoint[];
}

/** A loadable plugin; made by `definePlugin`. */
export interface SwitchPlugin {
  readonly specVersion: string;
  readonly id: string;
  readonly displayName: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** The JSON Schema of the settings form, with labels, help, groups, defaults and which fields are secret. */
  settingsSchema(): SettingsSchema;
  /** @throws SwitchError `CONFIG_INVALID` with every field that is wrong, and no value. */
  configure(input: unknown): ConfiguredPlugin;
}

/**
 * Makes a plugin of its definition. The configuration's type stays inside: hosts hold plugins of all vendors alike.
 *
 * @example export default definePlugin({ id: 'acme', displayName: 'Acme', capabilities: [], config, connect });
 */
export function definePlugin<Config, const C extends Capability>(definition: PluginDefinition<Config, C>): SwitchPlugin {
  const { id, displayName, capabilities, config: schema } = definition;
  return {
    specVersion: SPEC_VERSION,
    id,
    displayName,
    capabilities: new Set(capabilities),
    settingsSchema: () => toSettingsSchema(schema),
    configure(input) {
      const config = parseSettings(schema, input, { title: `The ${displayName} configuration` });
      return {
        digest: () => digestConfig(config),
        open: async (services) => definition.connect(config, services),
        screenPop: () => definition.screenPop?.(config),
        endpoints: () => definition.endpoints?.(config) ?? [],
      };
    },
  };
}
