import { createSwitchHost, LOOPBACK_ALLOWED, parseAgentExtension, SwitchError } from '@elasticfunnels/switch-core';

// One host for the whole process; it loads the vendors' plugins that you allow, from where you are.
await using host = createSwitchHost({
  allowedPlugins: ['@elasticfunnels/switch-five9'],
  importModule: (specifier) => import(specifier),
  network: LOOPBACK_ALLOWED, // For a middleware on this machine; leave it out in production: public https only.
});
await host.load('@elasticfunnels/switch-five9');

// One switch a brand: what the brand filled into its settings form. A wrong field throws here, and says which.
host.setBrand('acme', {
  plugin: 'five9',
  config: { api_base_url: process.env['FIVE9_API_BASE_URL'], api_key: process.env['FIVE9_API_KEY'] },
});

const phone = await host.phoneSwitch('acme');
try {
  const dial = await phone.makeCall({ agentExtension: parseAgentExtension('1001'), destination: '+15550001111' });
  if (dial.status === 'placed') {
    console.log('placed', dial.call.callId);
    const hangup = await phone.hangupCall(dial.call);
    console.log(hangup.status);
  }
} catch (error) {
  if (!SwitchError.is(error)) throw error;
  // `effect` says what happened upstream: after 'unknown' a phone may be ringing, so nothing was repeated.
  console.error(error.code, error.effect, error.hint);
  process.exitCode = 1;
}
