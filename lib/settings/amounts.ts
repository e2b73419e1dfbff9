import { type Problem, show } from '../core';
import { parseQuantity } from '../pod';
import { contradiction } from './settings-table';

/**
 * Checks that a request is within its limit. Knative takes any two, and Kubernetes then refuses every pod.
 * @param key what both keys begin with
 */
export function checkAmounts(key: string, request: string | undefined, limit: string | undefined): Problem | undefined {
  if (request === undefined || limit === undefined) return undefined;
  const [asked, most] = [parseQuantity(request) ?? 0, parseQuantity(limit) ?? 0];
  return asked <= most ? undefined : contradiction(`\`${key}-request\` ${show(request)} is above \`${key}-limit\` ${show(limit)}`,
    request, `at most ${show(limit)}`, 'write a smaller request, or a greater limit');
}
