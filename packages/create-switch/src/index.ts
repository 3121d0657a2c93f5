export { createSwitch, type CreatedSwitch, type CreateSwitchRequest } from './create-switch.ts';
export { CreateSwitchError } from './create-switch-error.ts';
