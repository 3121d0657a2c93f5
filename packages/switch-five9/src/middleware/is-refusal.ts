import type { HttpAnswer, JsonBody } from '@elasticfunnels/switch-core';

/** Whether an answer is no success: by its status, or by a body that says so whatever the status. */
export function isRefusal({ status }: HttpAnswer, body: JsonBody): boolean {
  return Math.trunc(status / 100) !== 2 || (body.kind === 'object' && body.value['success'] === false);
}
