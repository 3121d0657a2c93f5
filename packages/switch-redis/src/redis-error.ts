import { SwitchError } from '@elasticfunnels/switch-core';

/** Redis answered that it is, for now, not the one to write to: after a failover, or while it reads its data. */
const NOT_NOW = /^(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|UNBLOCKED)\b/;
/** The client's own words for a connection that is not there, or went away under a command. */
const CONNECTION_LOST =
  /Connection is closed|Stream isn't writeable|max retries per request|ECONNRE|EPIPE|ETIMEDOUT|Socket closed|Connection lost/i;

/** Whether a command failed because of the connection, so that it may be sent again on the next: each is safe to repeat. */
export function isConnectionFailure(error: unknown): boolean {
  const message = messageOf(error);
  return CONNECTION_LOST.test(message) || NOT_NOW.test(message);
}

/** Whether a command got no answer in time: a connection that looks alive may be dead. */
export function isCommandTimeout(error: unknown): boolean {
  return messageOf(error) === 'Command timed out';
}

/** Whether Redis refuses who we are: no further attempt will do better. */
export function isRefusedLogin(error: unknown): boolean {
  return /^(WRONGPASS|NOAUTH|NOPERM)\b|invalid password/i.test(messageOf(error));
}

/** Whether what answers is no Redis, such as a web server: the client says what its parser stumbled over. */
export function isForeignProtocol(error: unknown): boolean {
  return /Unknown RESP type|Protocol error/i.test(messageOf(error));
}

/** Why a connection is not in the database that its URL names; undefined for an error about anything else. */
export function findRefusedDatabase(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('command' in error) || /^NOAUTH\b/.test(error.message)) return undefined;
  const { command } = error;
  if (typeof command !== 'object' || command === null || !('name' in command) || command.name !== 'select') return undefined;
  const number = 'args' in command && Array.isArray(command.args) ? ` ${String(command.args[0])}` : '';
  return `the database${number} cannot be used (${messageOf(error)})`;
}

/**
 * Redis could not be asked. Effect `none`: nothing was dialled or shown. Without the client's error as its cause, which
 * carries the arguments of the command, and so customers.
 */
export function unavailable(what: string, error: unknown): SwitchError<'UPSTREAM_FAILED'> {
  const reason = messageOf(error);
  const hint = 'Check that Redis runs and answers, and that REDIS_URL is right: the nodes share their state there.';
  const message = `${what}: the state that the nodes share is not available (Redis: ${reason}).`;
  return new SwitchError('UPSTREAM_FAILED', {}, { effect: 'none', retryable: true, message, hint });
}

/** What an error says, in few words. Not what a Redis says back of a command: its arguments are customers, or a password. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code: unknown = 'code' in error ? error.code : undefined;
  // Several addresses of one host were tried: the message is empty, the code is not.
  return error.message === '' && typeof code === 'string' ? code : error.message.replace(/,? with args beginning with:.*$/s, '');
}

/** Redis answered something that our own scripts never give: another version of them may have written it. */
export function unexpectedAnswer(what: string): SwitchError<'UPSTREAM_FAILED'> {
  return unavailable(what, 'an answer that is none of ours; another version may use the same prefix');
}
