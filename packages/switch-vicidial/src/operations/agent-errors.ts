import { SwitchError } from '@elasticfunnels/switch-core';

/** No user of this id. */
export function agentNotFound(): SwitchError {
  return new SwitchError(
    'AGENT_NOT_FOUND',
    {},
    { hint: "Match the agent's extension on the platform with the user id in ViciDial." },
  );
}

/** A user who has no agent screen open. */
export function agentLoggedOut(): SwitchError {
  return new SwitchError(
    'AGENT_NOT_READY',
    {},
    {
      message: 'The agent is not logged in.',
      hint: "Have the agent log into ViciDial's agent screen: it is that screen which carries out every command.",
    },
  );
}
