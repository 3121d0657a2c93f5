import { five9Plugin } from '@elasticfunnels/switch-five9';
import { vicidialPlugin } from '@elasticfunnels/switch-vicidial';
import { five9Subject } from '../test/five9/five9-subject.ts';
import { vicidialSubject } from '../test/vicidial/vicidial-subject.ts';

/**
 * The vendors of docs/vendors.md: the package's folder, the plugin, settings that it accepts, and what its conformance
 * test is run on.
 */
export const VENDORS = [
  {
    folder: 'switch-five9',
    plugin: five9Plugin,
    settings: { api_base_url: 'https://five9.example', api_key: 'x' },
    subject: five9Subject,
  },
  {
    folder: 'switch-vicidial',
    plugin: vicidialPlugin,
    settings: {
      api_url: 'https://dialler.example/vicidial/non_agent_api.php',
      agent_api_url: 'https://dialler.example/agc/api.php',
      user: 'api-user',
      pass: 'api-pass',
    },
    subject: vicidialSubject('host'),
  },
];
