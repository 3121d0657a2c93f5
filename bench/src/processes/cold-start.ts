// What a platform pays before its first call: import, plugin, host, brand, and the brand's switch.
const { createSwitchHost } = await import('@elasticfunnels/switch-core');
const { five9Plugin } = await import('@elasticfunnels/switch-five9');
const host = createSwitchHost();
host.register(five9Plugin);
host.setBrand('acme', { plugin: 'five9', config: { api_base_url: 'https://switch.example/api', api_key: 'a-key' } });
await host.phoneSwitch('acme');
await host.close();
