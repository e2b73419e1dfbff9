import type { Duration } from 'cdk8s';
import { checkChoice, checkDuration, checkWhole, goDuration, millisOf, type Problem, show } from '../core';
import { checkWord, seconds } from './agent-values';
import type { PolicyRule } from './policy';

/** By what Vault tells the entities of a role apart. */
export enum AliasNameSource {
  /** By the unique id of the service account: a new account of the same name is another entity. */
  SERVICE_ACCOUNT_UID = 'serviceaccount_uid',
  /** By namespace and name of the service account. */
  SERVICE_ACCOUNT_NAME = 'serviceaccount_name',
}

/** What sort of token a login gives. */
export enum VaultTokenType {
  SERVICE = 'service',
  BATCH = 'batch',
  DEFAULT = 'default',
}

/** What a role says beyond what follows from the services that use it. */
export interface VaultRoleOptions {
  /**
   * Mount of the login method, where the role is used with several.
   * @default - that of the services that use the role
   */
  readonly authPath?: string;
  /**
   * Audience that a token must have. It follows from the token volume of the services, and may not differ from it
   * (`KN-VLT-021`).
   * @default - that of the services' token volume; without one any
   */
  readonly audience?: string;
  /**
   * By what entities are told apart.
   * @default - that of Vault: AliasNameSource.SERVICE_ACCOUNT_UID
   */
  readonly aliasNameSource?: AliasNameSource;
  /**
   * Name of the policy; Vault knows it in lower case only.
   * @default - the name of the role
   */
  readonly policyName?: string;
  /**
   * Further policies of the role.
   * @default - none
   */
  readonly extraPolicies?: readonly string[];
  /**
   * How long a token lives, in whole seconds.
   * @default - that of the mount
   */
  readonly tokenTtl?: Duration;
  /**
   * How long a token can be renewed, in whole seconds; not less than `tokenTtl` (`KN-VLT-021`).
   * @default - that of the mount
   */
  readonly tokenMaxTtl?: Duration;
  /**
   * How long a token can live whatever happens, in whole seconds.
   * @default - no such limit
   */
  readonly tokenExplicitMaxTtl?: Duration;
  /**
   * Period of tokens that can be renewed for ever, in whole seconds.
   * @default - tokens are not periodic
   */
  readonly tokenPeriod?: Duration;
  /**
   * How often a token can be used; 0 is without limit.
   * @default 0
   */
  readonly tokenNumUses?: number;
  /**
   * What sort of token a login gives.
   * @default VaultTokenType.DEFAULT
   */
  readonly tokenType?: VaultTokenType;
  /**
   * Address ranges that a login and a token may come from.
   * @default - any
   */
  readonly tokenBoundCidrs?: readonly string[];
  /**
   * Whether tokens lack the policy `default`.
   * @default false
   */
  readonly tokenNoDefaultPolicy?: boolean;
}

/** A role of Vault, as the services of an app need it. */
export interface VaultRole {
  /** Name of the role. */
  readonly name: string;
  /** Login method: `kubernetes`. */
  readonly authType: string;
  /** Where it is mounted: `auth/kubernetes`. */
  readonly authPath: string;
  /** Namespace of Vault Enterprise or HCP, where there is one. */
  readonly vaultNamespace?: string;
  /** Service accounts that may log in. */
  readonly serviceAccountNames: readonly string[];
  /** Namespaces that they may come from. */
  readonly serviceAccountNamespaces: readonly string[];
  /** Audience that a token must have, where there is one. */
  readonly audience?: string;
  /** Name of the policy. */
  readonly policyName: string;
  /** What the policy allows, path by path. Roles that share a policy are in it together. */
  readonly rules: readonly PolicyRule[];
  /** The policy in HCL. */
  readonly policyHcl: string;
  /** What the program said about the role. */
  readonly options: VaultRoleOptions;
}

/** A call of Vault's API. */
export interface VaultRequest {
  /** Always `POST`. */
  readonly method: string;
  /**
   * Whether it is only for a Vault that does not have the like yet. It makes a login method or a mount, and Vault
   * refuses the call where there is one of that path already; or it tells a login method where the cluster is, and the
   * program does not describe that: Vault would take the call, and forget what somebody else has told it.
   * @default false
   */
  readonly once?: boolean;
  /** Path below `/v1/`. */
  readonly path: string;
  /** Namespace of Vault Enterprise or HCP, for the header `X-Vault-Namespace`. */
  readonly namespace?: string;
  /** Body of the call. */
  readonly payload: { readonly [field: string]: unknown };
}

/** What is written for a role of the login method `kubernetes`. */
export function rolePayload(role: VaultRole): VaultRequest['payload'] {
  const { options } = role;
  return {
    bound_service_account_names: role.serviceAccountNames,
    bound_service_account_namespaces: role.serviceAccountNamespaces,
    audience: role.audience,
    alias_name_source: options.aliasNameSource,
    token_policies: [role.policyName, ...options.extraPolicies ?? []],
    token_ttl: options.tokenTtl && goDuration(options.tokenTtl),
    token_max_ttl: options.tokenMaxTtl && goDuration(options.tokenMaxTtl),
    token_explicit_max_ttl: options.tokenExplicitMaxTtl && goDuration(options.tokenExplicitMaxTtl),
    token_period: options.tokenPeriod && goDuration(options.tokenPeriod),
    token_num_uses: options.tokenNumUses,
    token_type: options.tokenType,
    token_bound_cidrs: options.tokenBoundCidrs,
    token_no_default_policy: options.tokenNoDefaultPolicy,
  };
}

/** What is wrong with the options of a role. */
export function checkRoleOptions(options: VaultRoleOptions): (Problem | undefined)[] {
  const { tokenTtl, tokenMaxTtl, policyName, extraPolicies = [], tokenBoundCidrs = [] } = options;
  const shorter = tokenTtl !== undefined && tokenMaxTtl !== undefined && millisOf(tokenTtl) > millisOf(tokenMaxTtl);
  return [
    checkWord('audience', options.audience, 'vault'),
    checkChoice('KN-VLT-014', 'aliasNameSource', options.aliasNameSource, AliasNameSource),
    checkChoice('KN-VLT-014', 'tokenType', options.tokenType, VaultTokenType),
    ...[policyName, ...extraPolicies].map((policy) => policy === undefined ? undefined : checkPolicyName(policy)),
    checkDuration(tokenTtl, seconds('tokenTtl', 0)),
    checkDuration(tokenMaxTtl, seconds('tokenMaxTtl', 0)),
    checkDuration(options.tokenExplicitMaxTtl, seconds('tokenExplicitMaxTtl', 0)),
    checkDuration(options.tokenPeriod, seconds('tokenPeriod', 0)),
    checkWhole('KN-VLT-014', 'tokenNumUses', options.tokenNumUses, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    ...tokenBoundCidrs.map((cidr) => checkWord('tokenBoundCidrs', cidr, '10.0.0.0/8')),
    shorter ? {
      code: 'KN-VLT-021',
      message: `tokenTtl ${show(goDuration(tokenTtl))} is above tokenMaxTtl ${show(goDuration(tokenMaxTtl))}`,
      received: goDuration(tokenTtl),
      allowed: 'at most `tokenMaxTtl`',
      fix: 'raise `tokenMaxTtl` or lower `tokenTtl`',
    } : undefined,
  ];
}

/** Vault lower-cases names of policies, and `root` cannot be written. */
function checkPolicyName(name: string): Problem | undefined {
  if (/^[a-z0-9_.-]+$/.test(name) && name !== 'root') return undefined;
  return {
    code: 'KN-VLT-021',
    message: `${show(name)} is no name of a policy`,
    received: name,
    allowed: 'lower-case letters, digits, underscores, dots and dashes, and not `root`',
    fix: `write ${show(name.toLowerCase().replace(/[^a-z0-9_.-]+/g, '-').replace(/^(root)?$/, 'app-user'))}, for example`,
  };
}
