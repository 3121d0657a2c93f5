import { Container } from 'inversify';
import { phoneSwitchModule, type SwitchHostOptions } from './phone-switch-module.ts';
import type { SwitchHost } from './switch-host.ts';
import { TOKENS } from './tokens.ts';

/**
 * A host for platforms without a container of their own. Close it: it holds connections.
 *
 * @throws SwitchError `CONFIG_INVALID` with every option that is wrong, or that is none.
 */
export function createSwitchHost(options: SwitchHostOptions = {}): SwitchHost {
  const container = new Container();
  container.load(phoneSwitchModule(options));
  return container.get(TOKENS.host);
}
