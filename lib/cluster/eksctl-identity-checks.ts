import { checkChoice, type Problem, show } from '../core';
import type { ClusterAddon } from './cluster-addon';
import type { ClusterSpec } from './cluster-spec';
import { IdentityStyle } from './eksctl-contract';
import { isByName, ownsAccount, placeOf } from './eksctl-identities';
import type { IdentityPlace, WorkloadIdentity } from './workload-identity';

/** Checks how workloads get their rights. */
export function checkIdentityStyle(style: IdentityStyle | undefined): Problem | undefined {
  return checkChoice('KN-CTL-006', 'identityStyle', style, IdentityStyle);
}

/** What eksctl does not write for an identity of an account that an add-on makes. */
export function checkIdentitiesOfAddons(spec: ClusterSpec, style: IdentityStyle): (Problem | undefined)[] {
  const place = placeOf(spec);
  const byAccount = style === IdentityStyle.SERVICE_ACCOUNT;
  return spec.addons.flatMap((addon) => {
    const own = spec.identities.filter((identity) => ownsAccount(addon, identity));
    if (!addon.associatesIdentities) return byAccount ? own.map((identity) => notAnnotated(addon, identity)) : [];
    if (!byAccount) return own.flatMap((identity) => checkAssociationOfAddon(addon, identity, place));
    return [
      ...own.flatMap((identity) => checkAccountOfAddon(addon, identity, place)),
      ...own.slice(1, 2).map((identity) => notWritten(addon, identity, 'two roles', 'one identity for the add-on')),
    ];
  });
}

/** The add-on makes the account, and neither AWS nor eksctl puts the annotation on it. */
function notAnnotated(addon: ClusterAddon, identity: WorkloadIdentity): Problem {
  return {
    code: 'KN-CTL-006',
    message: `nobody annotates the service account of the add-on ${show(addon.name)} with the role of ${show(identity.name)}`,
    received: identity.name,
    allowed: 'pod identities, which need no annotation',
    fix: 'write `identityStyle: IdentityStyle.POD_IDENTITY`, or install it without the add-on',
  };
}

/** Follows validateAddonPodIdentityAssociations of pkg/apis/eksctl.io/v1alpha5/validation.go. */
function checkAssociationOfAddon(
  addon: ClusterAddon, identity: WorkloadIdentity, place: IdentityPlace,
): (Problem | undefined)[] {
  return [
    Object.keys(identity.tags).length === 0 ? undefined : notWritten(addon, identity, 'tags of a role', 'an identity without `tags`'),
    isByName(identity, place)
      ? notWritten(addon, identity, 'a policy by its name', 'an identity without `wellKnownPolicy`, whose rights are written out')
      : undefined,
  ];
}

/** Follows checkAtMostOnePolicyProviderIsSet of pkg/apis/eksctl.io/v1alpha5/addon.go; an add-on has no more fields. */
function checkAccountOfAddon(
  addon: ClusterAddon, identity: WorkloadIdentity, place: IdentityPlace,
): (Problem | undefined)[] {
  const both = identity.managedPolicies.length > 0 && identity.policy(place) !== undefined;
  const mixed = both && !isByName(identity, place);
  return [
    identity.roleName === undefined ? undefined : notWritten(addon, identity, 'the name of a role', 'an identity without `roleName`'),
    Object.keys(identity.tags).length === 0 ? undefined : notWritten(addon, identity, 'tags of a role', 'an identity without `tags`'),
    mixed ? notWritten(addon, identity, 'managed policies and one of its own', 'either `policy` or `managedPolicies`') : undefined,
  ];
}

function notWritten(
  addon: ClusterAddon, { name }: WorkloadIdentity, what: string, allowed: string,
): Problem {
  return {
    code: 'KN-CTL-006',
    message: `eksctl gives the add-on ${show(addon.name)} no identity with ${what}, and ${show(name)} asks for that`,
    received: name,
    allowed: `with ${show(addon.name)} among the add-ons, ${allowed}`,
    fix: 'leave that out of the identity',
  };
}
