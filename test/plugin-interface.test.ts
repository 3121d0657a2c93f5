import { readFileSync } from 'node:fs';
import {
  CAPABILITY_METHODS,
  createSwitchHost,
  type OperationsWith,
  SPEC_VERSION,
  SUPPORTED_SPEC_VERSIONS,
  type SwitchPlugin,
} from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL(`../docs/plugin-interface-${SPEC_VERSION}.md`, import.meta.url), 'utf8');

describe(`docs/plugin-interface-${SPEC_VERSION}.md`, () => {
  it('is the page of the version that this core defines and hosts', () => {
    expect(page).toMatch(new RegExp(`^# The plugin interface, ${SPEC_VERSION}\n`));
    expect(SUPPORTED_SPEC_VERSIONS).toEqual([SPEC_VERSION]);
  });

  it('tells every member of a plugin and of a configured one, of the services, and of an opened switch', async () => {
    const members: string[] = [];
    const plugin: SwitchPlugin = {
      ...five9Plugin,
      configure: (input) => {
        const configured = five9Plugin.configure(input);
        members.push(...Object.keys(configured));
        return {
          ...configured,
          open: async (services) => {
            members.push(...Object.keys(services));
            return nothing;
          },
        };
      },
    };
    members.push(...Object.keys(plugin));
    await using host = createSwitchHost();
    host.register(plugin);
    host.setBrand('brand', { plugin: 'five9', config: { api_base_url: 'http://localhost' } });
    await host.phoneSwitch('brand');
    members.push(...Object.keys(nothing), ...Object.values(CAPABILITY_METHODS).flat(), ...Object.keys(CAPABILITY_METHODS));
    expect(members).toContain('parseRecordingUrl');
    // As code, alone or with its parameters.
    expect(members.filter((name) => !new RegExp(`\`${name}(\\([a-z]*\\))?\``).test(page))).toEqual([]);
  });
});

const refuse = (): Promise<never> => Promise.reject(new Error('Nobody asks.'));

const nothing: OperationsWith = {
  connect: refuse,
  makeCall: refuse,
  hangupCall: refuse,
  transferCall: refuse,
  getCallRecordingUrl: refuse,
  close: async () => {},
};
