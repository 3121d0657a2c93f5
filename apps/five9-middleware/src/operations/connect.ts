import { type Answer, succeed } from '../contract/answer.ts';
import type { OperationRequest } from './operation-request.ts';

/** `GET /`: the credentials were checked before; what remains is whether Five9 can be reached. */
export async function connect({ five9, context }: OperationRequest): Promise<Answer> {
  await five9.verifySession(context);
  return succeed({ service: 'five9-middleware' });
}
