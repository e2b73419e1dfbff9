import { checkCredentials, type Problem, show, showAll } from '../core';
import type { Release } from './release';

const VERSION = /^\d+\.\d+(\.\d+(-[0-9A-Za-z.-]+)?)?$/;

/**
 * Follows pkg/reconciler/common/releases.go: with a `v` in front it finds nothing, though it reads it as a version.
 * @internal
 */
export function checkVersion(version: string): Problem | undefined {
  if (version === 'latest' || (typeof version === 'string' && VERSION.test(version))) return undefined;
  const bare = String(version).replace(/^\s*v|\s+$/gi, '');
  return {
    code: 'KN-PLT-001',
    message: `${show(version)} is no version of the operator`,
    received: version,
    allowed: '`1.23`, `1.23.0` or `latest`, without a `v`',
    fix: `write ${show(VERSION.test(bare) ? bare : '1.23')}`,
  };
}

/**
 * What to say of a version that the operator has to find somewhere else.
 * @internal
 */
export function versionWarning(version: string, { versions }: Release): string | undefined {
  const found = version === 'latest' || versions.some((each) => each === version || each.startsWith(`${version}.`));
  if (found || checkVersion(version) !== undefined) return undefined;
  return `an operator of version 1.23 brings no manifests of ${show(version)}, only ${showAll(versions)}: write one of them, or `
    + 'name `manifests`';
}

/**
 * Checks where manifests come from. The operator joins all of them with commas before it reads them.
 * @internal
 */
export function checkManifest(url: string): Problem | undefined {
  const secret = checkCredentials('the address of a manifest', url, 'KN-PLT-009',
    'put the manifest where the operator may read it without a credential');
  if (secret !== undefined || (typeof url === 'string' && /^[^\s,]+$/.test(url))) return secret;
  return {
    code: 'KN-PLT-009',
    message: `${show(url)} is no address of a manifest`,
    received: url,
    allowed: 'an address without spaces, commas and credentials, with `${VERSION}` where the version stands',
    fix: 'write `https://example.com/v${VERSION}/serving.yaml`, for example',
  };
}
