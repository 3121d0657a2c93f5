import { maskNumber } from '@elasticfunnels/switch-core';
import { isFictionalNumber } from '../target/dial-permission.ts';
import type { VerificationTarget } from '../target/verification-target.ts';
import { type CapturedRequest, parseObject } from '../wire/exchange.ts';

/** A request as a command to paste; the credentials stand for a variable, and nothing secret is in it. */
export function toCurl({ method, path, headers, body }: CapturedRequest, target: VerificationTarget): string {
  const url = `${target.baseUrl.href.replace(/\/+$/, '')}${path}`;
  const parts = ['curl -i', ...(method === 'GET' || method === 'POST' ? [] : [`-X ${method}`])];
  const authorization = headers['authorization'];
  if (authorization !== undefined) parts.push(`-H ${describeCredentials(authorization, target)}`);
  const key = headers['idempotency-key'];
  if (key !== undefined) parts.push(`-H ${quote(`Idempotency-Key: ${key}`)}`);
  const type = headers['content-type'];
  if (type !== undefined) parts.push(`-H ${quote(`Content-Type: ${type}`)}`);
  if (body !== undefined) parts.push(`--data ${quote(target.redact(maskDestination(body)))}`);
  parts.push(quote(target.redact(url)));
  return parts.join(' ');
}

/** The good credentials become a variable; others were made up by the kit, and are shown as a kind. */
function describeCredentials(header: string, { redact, scheme }: VerificationTarget): string {
  if (redact(header) !== header || scheme === 'none') {
    return `"Authorization: ${scheme} ${scheme === 'Basic' ? '$(printf %s "$USERNAME:$PASSWORD" | base64)' : '$KEY'}"`;
  }
  return quote(`Authorization: ${header}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A number that may be somebody's stands in no report. */
function maskDestination(body: string): string {
  const destination = parseObject(body)?.['destination'];
  if (typeof destination !== 'string' || destination === '' || isFictionalNumber(destination)) return body;
  return body.replaceAll(destination, /^\+?[\d\s().-]{5,}$/.test(destination) ? maskNumber(destination) : destination);
}
