import { Duration } from 'cdk8s';
import { checkDuration, goDuration, millisOf, type Problem, show } from '../core';
import type { Volume } from '../pod';
import { checkWord, type Settings } from './agent-values';
import { checkVaultPath } from './vault-path';

/** How the agent logs in to Vault. */
export interface VaultAuthOptions {
  /**
   * Login method, as the agent's auto-auth names it.
   * @default kubernetes
   */
  readonly type?: string;
  /**
   * Where the login method is mounted, with `auth/` in front (`KN-VLT-013`).
   * @default auth/kubernetes
   */
  readonly path?: string;
  /**
   * Further parameters of the login method. Credentials are refused (`KN-VLT-013`): methods read them from files.
   * @default - none
   */
  readonly parameters?: { readonly [name: string]: string };
  /**
   * Projected volume with a service account token, which the agent logs in with in place of the pod's own token: for
   * an audience that Vault asks for, or where that token is not mounted. The container gets it mounted.
   * @default - the token of the pod's service account
   */
  readonly tokenVolume?: Volume;
  /**
   * Shortest wait before another login.
   * @default - that of the agent: one second
   */
  readonly minBackoff?: Duration;
  /**
   * Longest wait before another login.
   * @default - that of the agent: five minutes
   */
  readonly maxBackoff?: Duration;
  /**
   * Whether the agent stops at a failed login in place of trying for ever.
   * @default false
   */
  readonly exitOnError?: boolean;
}

/** The login method of Kubernetes, and where Vault mounts it. */
export const KUBERNETES_AUTH = { type: 'kubernetes', path: 'auth/kubernetes' } as const;

/** Vault lower-cases role names; the form is that of GenericNameRegex in Vault's sdk/framework. */
const ROLE = /^\w(([\w.-]+)?\w)?$/;
const CREDENTIAL = /(^|_)(password|secret|secret_id|secret_key|access_key|access_key_secret|session_token|token|jwt|private_key)$/;
const TENTH = Duration.millis(100);

/** The annotations of the login. */
export function authSettings(auth: VaultAuthOptions): Settings {
  const parameters = Object.entries(auth.parameters ?? {}).map(([name, value]) => [`auth-config-${name}`, value]);
  return {
    'auth-type': auth.type,
    'auth-path': auth.path,
    ...Object.fromEntries(parameters),
    'auth-min-backoff': auth.minBackoff && goDuration(auth.minBackoff),
    'auth-max-backoff': auth.maxBackoff && goDuration(auth.maxBackoff),
    'agent-auto-auth-exit-on-err': auth.exitOnError,
    'agent-service-account-token-volume-name': auth.tokenVolume?.name,
  };
}

/** What is wrong with the login. */
export function checkAuth(auth: VaultAuthOptions): (Problem | undefined)[] {
  const { minBackoff: min = Duration.seconds(1), maxBackoff: max = Duration.minutes(5) } = auth;
  const range = (field: string) => ({ field, min: TENTH, step: Duration.millis(1) });
  const names = Object.keys(auth.parameters ?? {});
  return [
    checkWord('auth.type', auth.type, 'kubernetes'),
    checkAuthPath(auth.path),
    ...names.map((name, index) => checkParameter(name, names.slice(0, index))),
    auth.tokenVolume === undefined ? undefined : checkTokenVolume(auth.tokenVolume),
    checkDuration(auth.minBackoff, range('auth.minBackoff')),
    checkDuration(auth.maxBackoff, range('auth.maxBackoff')),
    millisOf(min) > millisOf(max) ? backoffs(goDuration(min), goDuration(max)) : undefined,
  ];
}

/**
 * Checks that there is a role, where the login needs one; follows `Validate` of the injector's agent/agent.go.
 * @param ownConfiguration whether the agent gets its configuration from a ConfigMap
 */
export function checkRole(
  role: string | undefined, auth: VaultAuthOptions, ownConfiguration: boolean,
): Problem | undefined {
  const parameter = auth.parameters?.['role'];
  const twice = role !== undefined && parameter !== undefined;
  const missing = role === undefined && parameter === undefined && !ownConfiguration
    && (auth.type ?? KUBERNETES_AUTH.type) === KUBERNETES_AUTH.type;
  if (!twice && !missing && (role === undefined || ROLE.test(role))) return undefined;
  return {
    code: 'KN-VLT-013',
    message: missing ? 'no Vault role is named, and the injector refuses the pods'
      : twice ? 'the Vault role is named twice, as `role` and as a parameter of the login'
        : `${show(role)} is no name of a Vault role`,
    received: role,
    allowed: 'one name of letters, digits, underscores, dots and dashes, a letter, digit or underscore first and last',
    fix: "write `role: 'app-user'`, for example",
  };
}

/** Audience of the token in a volume, or what keeps the volume from being one with a token. */
export function tokenAudience(volume: Volume): string | undefined {
  return tokenSources(volume).map(({ audience }) => audience).find((audience) => audience !== undefined);
}

/** Checks where a login method is mounted. */
export function checkAuthPath(path: string | undefined): Problem | undefined {
  if (path === undefined || (/^auth\/[^/]/.test(path) && checkVaultPath('path', path) === undefined)) return undefined;
  return {
    code: 'KN-VLT-013',
    message: `${show(path)} is no mount of a login method`,
    received: path,
    allowed: '`auth/` and the name of the mount',
    fix: `write ${show(`auth/${path.replace(/^\/?(auth\/)?|[^\w./-]+|\/+$/g, '') || 'kubernetes'}`)}, for example`,
  };
}

/** Follows `authConfig` of the injector's agent/annotations.go: dashes become underscores. */
function checkParameter(name: string, before: readonly string[]): Problem | undefined {
  const meant = name.replaceAll('-', '_');
  const twin = before.find((other) => other.replaceAll('-', '_') === meant);
  if (twin === undefined && !CREDENTIAL.test(meant)) return undefined;
  return {
    code: 'KN-VLT-013',
    message: twin === undefined ? `the parameter ${show(name)} of the login method holds a credential`
      : `the parameters ${show(twin)} and ${show(name)} of the login method are one`,
    received: name,
    allowed: 'parameters by their names, each once, and credentials from files only',
    fix: twin !== undefined ? 'leave one of them out'
      : `write ${show(`${name}-file-path`)} or the like, as the login method has it, and mount the Secret with `
        + '`container.extraSecret`',
  };
}

/** Follows `getTokenPathFromProjectedVolume` of the injector's agent/agent.go. */
function checkTokenVolume(volume: Volume): Problem | undefined {
  if (tokenSources(volume).length > 0) return undefined;
  return {
    code: 'KN-VLT-012',
    message: `the volume ${show(volume.name)} holds no service account token`,
    received: volume.name,
    allowed: 'a projected volume with a service account token among its sources',
    fix: "write `Volume.projected('vault-token', [ProjectedSource.serviceAccountToken('token', { audience: 'vault' })])`",
  };
}

interface TokenSource {
  readonly audience?: string;
}

function tokenSources(volume: Volume): TokenSource[] {
  const form = volume._render() as { projected?: { sources?: { serviceAccountToken?: TokenSource }[] } };
  return (form.projected?.sources ?? []).flatMap(({ serviceAccountToken }) => serviceAccountToken ?? []);
}

function backoffs(min: string, max: string): Problem {
  return {
    code: 'KN-VLT-014',
    message: `auth.minBackoff ${show(min)} is above auth.maxBackoff ${show(max)}`,
    received: min,
    allowed: 'at most the longest wait, which is five minutes where it is not set',
    fix: 'raise `maxBackoff` or lower `minBackoff`',
  };
}
