import { checkName, DNS_1035_LABEL, type Problem, show } from '../core';
import type { ClusterAddon } from './cluster-addon';

/** As AWS counts versions of add-ons of its own and of the community. */
const VERSION = /^v[0-9]+\.[0-9]+\.[0-9]+([-+.][0-9A-Za-z.-]+)?-eksbuild\.[0-9]+$/;
/** Vendors of the marketplace count as they like. */
const ANY_VERSION = /^v?[0-9]+(\.[0-9]+)+([-+.][0-9A-Za-z.+-]+)?$/;
/** Add-ons that lie in kube-system alone. */
const FIXED = ['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent'];

/** Checks what an add-on says by itself. */
export function checkAddon(addon: ClusterAddon, isKnown: boolean): (Problem | undefined)[] {
  const { name, version, namespace, configuration } = addon;
  return [
    typeof name === 'string' && /^[a-z0-9][a-z0-9_-]{0,99}$/.test(name) ? undefined
      : wrong(`${show(name)} is no name of an add-on`, name, 'lower-case letters, digits, dashes and underscores', "write `ClusterAddon.of('snapshot-controller')`, for example"),
    version === undefined || (typeof version === 'string' && (isKnown ? VERSION : ANY_VERSION).test(version)) ? undefined
      : wrong(`${show(version)} is no version of the add-on ${show(name)}`, version,
        'a version as `aws eks describe-addon-versions` prints it, not `latest`', "write `version: 'v1.20.4-eksbuild.2'`, for example, or leave it out"),
    namespace === undefined ? undefined : checkName('name for a Namespace', namespace, DNS_1035_LABEL, 'KN-CLU-020'),
    namespace !== undefined && FIXED.includes(name)
      ? wrong(`the add-on ${show(name)} lies in ${show('kube-system')}`, namespace, 'no `namespace` for this add-on', 'leave `namespace` out') : undefined,
    configuration === undefined || (typeof configuration === 'object' && configuration !== null && !Array.isArray(configuration)) ? undefined
      : wrong(`the settings of the add-on ${show(name)} are no object`, undefined, 'an object', 'write `configuration: { replicaCount: 2 }`, for example'),
  ];
}

function wrong(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-CLU-020', message, received, allowed, fix };
}
