import type { Secret } from '../config/secret.ts';
import { listSecretForms } from './secret-forms.ts';

/** A request before it leaves, for an authorisation to add to. */
export interface OutgoingRequest {
  readonly url: URL;
  readonly headers: Record<string, string>;
}

/**
 * How requests prove who sends them: a strategy, as vendors put credentials into headers, queries and tokens.
 *
 * @example services.http({ baseUrl, authorisation: bearer(config.api_key) })
 */
export interface Authorisation {
  /** Named in errors: `Bearer`, `Basic`, `none`, ... */
  readonly scheme: string;
  authorise(request: OutgoingRequest): void | Promise<void>;
  /** The same text without any of the credentials, in whatever form a service may echo them. */
  redact(text: string): string;
}

const REDACTED = '[redacted]';
/** Shorter ones would blank out half of every message, and protect nothing. */
const SHORTEST_SECRET = 3;

function redactor(listForms: () => readonly string[]): (text: string) => string {
  return (text) => {
    // The longest first: a form that contains another must go as a whole.
    const forms = listForms()
      .filter((form) => form.length >= SHORTEST_SECRET)
      .sort((a, b) => b.length - a.length);
    return forms.reduce((redacted, form) => redacted.replaceAll(form, REDACTED), text);
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** `Authorization: Bearer <token>`. @see https://www.rfc-editor.org/rfc/rfc6750 */
export function bearer(token: Secret): Authorisation {
  return {
    scheme: 'Bearer',
    authorise: ({ headers }) => {
      headers['authorization'] = `Bearer ${token.reveal()}`;
    },
    redact: redactor(() => listSecretForms(token.reveal())),
  };
}

/** `Authorization: Basic <username:password>`, in UTF-8. @see https://www.rfc-editor.org/rfc/rfc7617 */
export function basic(username: string, password: Secret): Authorisation {
  return {
    scheme: 'Basic',
    authorise: ({ headers }) => {
      headers['authorization'] = `Basic ${base64(`${username}:${password.reveal()}`)}`;
    },
    redact: redactor(() => [...listSecretForms(`${username}:${password.reveal()}`), ...listSecretForms(password.reveal())]),
  };
}

/** Credentials as query parameters, for vendors that know no header. */
export function queryCredentials(
  plain: Readonly<Record<string, string>>,
  secret: Readonly<Record<string, Secret>>,
): Authorisation {
  return {
    scheme: 'query parameters',
    authorise: ({ url }) => {
      for (const [name, value] of Object.entries(plain)) url.searchParams.set(name, value);
      for (const [name, value] of Object.entries(secret)) url.searchParams.set(name, value.reveal());
    },
    redact: redactor(() => Object.values(secret).flatMap((value) => listSecretForms(value.reveal()))),
  };
}

/** No credentials at all. */
export const noAuthorisation: Authorisation = { scheme: 'none', authorise: () => {}, redact: (text) => text };
