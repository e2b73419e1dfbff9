import type { ErrorCode } from './codes';
import { type Problem, show } from './problem';

/** Checks the version of a Helm chart, or of what it brings. */
export function checkChartVersion(
  code: ErrorCode, field: string, version: string | undefined, example: string,
): Problem | undefined {
  if (version === undefined || (typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version))) return undefined;
  return {
    code,
    message: `${field} ${show(version)} is no version`,
    received: version,
    allowed: 'three numbers with dots between, without a letter in front',
    fix: `write ${show(example)}, for example`,
  };
}
