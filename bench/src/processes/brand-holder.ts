import { createSwitchHost, LOOPBACK_ALLOWED } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { asFunction, asValue, createContainer } from 'awilix';
import { answerParent } from '../measure/child-process.ts';

const [name = ''] = process.argv.slice(2);

const settingsOf = (index: number): { readonly api_base_url: string; readonly api_key: string } => ({
  api_base_url: `https://brand-${index}.example/api`,
  api_key: `key-of-brand-${index}`,
});

/** What a platform would write by hand, without checking anything. */
class PlainBrand {
  readonly baseUrl: URL;
  readonly key: string;

  constructor({ api_base_url, api_key }: ReturnType<typeof settingsOf>) {
    this.baseUrl = new URL(api_base_url);
    this.key = api_key;
  }
}

/** Registers so many brands, and gives back what holds them. */
const HOLDERS: Readonly<Record<string, (count: number) => unknown>> = {
  ours(count) {
    const host = createSwitchHost({ network: LOOPBACK_ALLOWED });
    host.register(five9Plugin);
    for (let index = 0; index < count; index += 1)
      host.setBrand(`brand-${index}`, { plugin: 'five9', config: settingsOf(index) });
    return host;
  },
  'awilix scopes'(count) {
    const root = createContainer<Record<string, unknown>>();
    const scopes = new Map<string, unknown>();
    for (let index = 0; index < count; index += 1) {
      const scope = root.createScope();
      scope.register({
        config: asValue(settingsOf(index)),
        phone: asFunction(({ config }: { config: ReturnType<typeof settingsOf> }) => new PlainBrand(config)).scoped(),
      });
      scopes.set(`brand-${index}`, scope);
    }
    return scopes;
  },
  'plain new'(count) {
    const brands = new Map<string, PlainBrand>();
    for (let index = 0; index < count; index += 1) brands.set(`brand-${index}`, new PlainBrand(settingsOf(index)));
    return brands;
  },
};

function usedHeap(): number {
  // Twice: what the first finds unreachable may hold on to more.
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

answerParent(({ brands }: { readonly brands: number }) => {
  const hold = HOLDERS[name];
  if (hold === undefined) throw new Error(`nobody holds brands as ${name} does`);
  const resourcesBefore = process.getActiveResourcesInfo().length;
  const heapBefore = usedHeap();
  const startedAt = performance.now();
  const held = [hold(brands)];
  const registerMs = performance.now() - startedAt;
  const heapPerBrand = (usedHeap() - heapBefore) / brands;
  const resources = process.getActiveResourcesInfo().length - resourcesBefore;
  held.pop();
  return { registerMs, heapPerBrand, resources };
});
