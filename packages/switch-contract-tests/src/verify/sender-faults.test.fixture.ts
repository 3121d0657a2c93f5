import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ScreenPopRuleId } from '../screen-pop/screen-pop-rules.ts';
import { POP_SECRET } from './verify-rig.test.fixture.ts';
import { sign, type SenderTricks, type SentAttempt, type Signing } from './lying-sender.test.fixture.ts';

/** One way in which a sender of screen pops can be wrong, and which rule must say so. */
export interface SenderFault {
  readonly name: string;
  readonly tricks: SenderTricks;
  readonly rule: ScreenPopRuleId;
  /** What the report must say of it. */
  readonly actual: RegExp;
  /** The lowest level that notices; `standard` unless given. */
  readonly level?: 'full';
}

type Message = Readonly<Record<string, unknown>>;

const says = (change: (message: Message) => unknown): SenderTricks => ({ message: change });
const sends = (change: (attempt: SentAttempt) => SentAttempt): SenderTricks => ({ attempt: change });
const labelled = (type: string): SenderTricks =>
  sends((attempt) => ({ ...attempt, headers: { ...attempt.headers, 'content-type': type } }));
const signs = (make: (signing: Signing) => string): SenderTricks => ({ signature: make });
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const content = ({ id, timestamp, body }: Signing): string => `${id}.${timestamp}.${body}`;
const unsigned = ({ headers: { 'content-type': type = '' }, ...attempt }: SentAttempt): SentAttempt => ({
  ...attempt,
  headers: { 'content-type': type },
});

const SIGNATURES: readonly SenderFault[] = [
  { name: 'deliveries are not signed', tricks: sends(unsigned), rule: 'pop-signature', actual: /no signature: none of/ },
  {
    name: 'deliveries have a timestamp and no signature',
    tricks: sends(({ headers: { 'webhook-signature': _signature, ...headers }, ...attempt }) => ({
      ...attempt,
      headers: { ...headers },
    })),
    rule: 'pop-signature',
    actual: /webhook-signature is not there/,
  },
  {
    name: 'deliveries are signed with another secret',
    tricks: signs((signing) => sign({ ...signing, key: Buffer.alloc(32, 1) })),
    rule: 'pop-signature',
    actual: /made with another secret/,
  },
  {
    name: 'the JSON is written once to be signed and once, with spaces, to be sent',
    tricks: sends((attempt) => ({ ...attempt, body: JSON.stringify(JSON.parse(String(attempt.body)), undefined, 2) })),
    rule: 'pop-signature',
    actual: /over the JSON as it was written another time/,
  },
  {
    name: 'a line feed is added after the body was signed',
    tricks: sends((attempt) => ({ ...attempt, body: `${String(attempt.body)}\n` })),
    rule: 'pop-signature',
    actual: /over the JSON as it was written another time/,
  },
  {
    name: 'the signature is in hexadecimal',
    tricks: signs((signing) => `v1,${hmac(signing.key, content(signing)).toString('hex')}`),
    rule: 'pop-signature',
    actual: /in hexadecimal instead of base64/,
  },
  {
    name: 'the signature is in URL-safe base64',
    tricks: signs((signing) => `v1,${hmac(signing.key, content(signing)).toString('base64url')}`),
    rule: 'pop-signature',
    actual: /URL-safe base64|without the padding/,
  },
  {
    name: 'the signature has no v1 before it',
    tricks: signs((signing) => sign(signing).slice('v1,'.length)),
    rule: 'pop-signature',
    actual: /without "v1," before it/,
  },
  {
    name: 'the signature has v1= before it',
    tricks: signs((signing) => sign(signing).replace(',', '=')),
    rule: 'pop-signature',
    actual: /after "v1=" instead of "v1,"/,
  },
  {
    name: 'the body alone is signed',
    tricks: signs(({ key, body }) => `v1,${hmac(key, body).toString('base64')}`),
    rule: 'pop-signature',
    actual: /over the body alone/,
  },
  {
    name: 'timestamp.body is signed, without the id',
    tricks: signs(({ key, timestamp, body }) => `v1,${hmac(key, `${timestamp}.${body}`).toString('base64')}`),
    rule: 'pop-signature',
    actual: /over timestamp\.body, without the id/,
  },
  {
    name: 'the key is the text of the secret',
    tricks: signs((signing) => `v1,${hmac(POP_SECRET, content(signing)).toString('base64')}`),
    rule: 'pop-signature',
    actual: /keyed with the secret’s text/,
  },
  {
    name: 'the signature is made with SHA-1',
    tricks: signs((signing) => `v1,${createHmac('sha1', signing.key).update(content(signing)).digest('base64')}`),
    rule: 'pop-signature',
    actual: /SHA-1/,
  },
];

const MESSAGES: readonly SenderFault[] = [
  {
    name: 'the timestamp is in milliseconds',
    tricks: { timestamp: (now) => String(now * 1000) },
    rule: 'pop-timestamp',
    actual: /looks like milliseconds/,
  },
  {
    name: 'the timestamp is a date in words',
    tricks: { timestamp: (now) => new Date(now * 1000).toISOString() },
    rule: 'pop-timestamp',
    actual: /a date in words/,
  },
  {
    name: 'the sender’s clock is ten minutes behind',
    tricks: { timestamp: (now) => String(now - 600) },
    rule: 'pop-timestamp',
    actual: /60\d\.\d s behind/,
  },
  {
    name: 'the sender’s clock is in another time zone',
    tricks: { timestamp: (now) => String(now + 3_600) },
    rule: 'pop-timestamp',
    actual: /ahead of this machine/,
  },
  {
    name: 'the id of a call is a number in a screen pop',
    tricks: says((message) => ({ ...message, call_id: Number(message['call_id']) })),
    rule: 'pop-message',
    actual: /call_id: expected string, received number/,
  },
  {
    name: 'the id of a call has another name in a screen pop',
    tricks: says(({ call_id: callId, ...message }) => ({ ...message, callId })),
    rule: 'pop-message',
    actual: /call_id is missing\. Found "callId"/,
  },
  {
    name: 'occurred_at has no offset',
    tricks: says((message) => ({ ...message, occurred_at: '2026-01-05T09:00:00' })),
    rule: 'pop-message',
    actual: /occurred_at: /,
  },
  {
    name: 'an agent has no extension',
    tricks: says((message) => ({ ...message, agent: { name: 'Ann' } })),
    rule: 'pop-message',
    actual: /agent\.extension: expected string, received undefined/,
  },
  {
    name: 'the direction of a call is not said',
    tricks: says(({ direction: _direction, ...message }) => message),
    rule: 'pop-message',
    actual: /direction is missing/,
  },
  {
    name: 'an event has a word of the sender’s own',
    tricks: says((message) => ({ ...message, event: 'incoming' })),
    rule: 'pop-message',
    actual: /event: /,
  },
  {
    name: 'a screen pop stands in an array',
    tricks: says((message) => [message]),
    rule: 'pop-message',
    actual: /no JSON object/,
  },
  {
    name: 'a screen pop has no body',
    tricks: { ...sends((attempt) => ({ ...attempt, body: '' })), signature: (signing) => sign({ ...signing, body: '' }) },
    rule: 'pop-message',
    actual: /the body is empty/,
  },
  {
    name: 'a screen pop is labelled as a form',
    tricks: labelled('application/x-www-form-urlencoded'),
    rule: 'pop-content-type',
    actual: /x-www-form-urlencoded/,
  },
  { name: 'a screen pop is labelled as text', tricks: labelled('text/plain'), rule: 'pop-content-type', actual: /text\/plain/ },
  {
    name: 'a screen pop is compressed',
    tricks: sends((attempt) => ({
      ...attempt,
      headers: { ...attempt.headers, 'content-encoding': 'gzip' },
      body: gzipSync(attempt.body),
    })),
    rule: 'pop-content-type',
    actual: /Content-Encoding: gzip/,
  },
  {
    name: 'a screen pop is a GET',
    tricks: sends((attempt) => ({ ...attempt, method: 'GET', path: `${attempt.path}?call_id=300000000115271` })),
    rule: 'pop-method',
    actual: /^GET$/,
  },
  {
    name: 'a screen pop is a PUT',
    tricks: sends((attempt) => ({ ...attempt, method: 'PUT' })),
    rule: 'pop-method',
    actual: /^PUT$/,
  },
  {
    name: 'two calls have one delivery id',
    tricks: { id: () => 'delivery' },
    rule: 'pop-id',
    actual: /the same webhook-id for two calls/,
  },
  {
    name: 'a delivery id has a full stop in it',
    tricks: { id: (id) => `pop.${id}` },
    rule: 'pop-id',
    actual: /not like that/,
  },
];

const REDELIVERIES: readonly SenderFault[] = [
  {
    name: 'what was answered 500 does not come again',
    tricks: { again: (status) => status === undefined },
    rule: 'pop-redelivery',
    actual: /after it was answered 500/,
    level: 'full',
  },
  {
    name: 'what was never answered does not come again',
    tricks: { again: (status) => status !== undefined && status >= 500 },
    rule: 'pop-redelivery',
    actual: /after it was left without an answer/,
    level: 'full',
  },
  {
    name: 'nothing comes again',
    tricks: { again: () => false },
    rule: 'pop-redelivery',
    actual: /after it was answered 500/,
    level: 'full',
  },
  {
    name: 'each attempt has an id of its own',
    tricks: { id: (id, _call, attempt) => `${id}-${attempt}` },
    rule: 'pop-redelivery-id',
    actual: /another webhook-id/,
    level: 'full',
  },
  {
    name: 'the body counts the attempts',
    tricks: { message: (message, _call, attempt) => ({ ...message, attributes: { attempt: String(attempt) } }) },
    rule: 'pop-redelivery-body',
    actual: /the same call, in other bytes/,
    level: 'full',
  },
  {
    name: 'every attempt has the timestamp of the first',
    tricks: { timestamp: (_now, first) => String(first), patienceMs: 2_500 },
    rule: 'pop-redelivery-signature',
    actual: /the timestamp of the first attempt/,
    level: 'full',
  },
  {
    name: 'every attempt has the signature of the first',
    tricks: { signature: (signing, first) => first ?? sign(signing), patienceMs: 1_200 },
    rule: 'pop-redelivery-signature',
    actual: /does not fit this attempt/,
    level: 'full',
  },
  {
    name: 'what was taken comes again',
    tricks: { again: () => true },
    rule: 'pop-repeated',
    actual: /came after one that was answered 200/,
    level: 'full',
  },
];

/** The table that decides whether a sender that is wrong is told so. */
export const SENDER_FAULTS: readonly SenderFault[] = [...SIGNATURES, ...MESSAGES, ...REDELIVERIES];
