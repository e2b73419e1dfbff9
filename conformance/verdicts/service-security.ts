import { SeccompProfile } from '../../lib';
import { both, noPod, ours, props, SAFE } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const context = (fields: Readonly<Record<string, unknown>>) =>
  ({ container: { securityContext: { ...SAFE, ...fields } } });
const RANGE = '<= 2147483647';

const containers: readonly VerdictRow[] = [
  both('KN-POD-031', 'a privileged container', 'must not set the field(s): spec.template.spec.containers[0].securityContext.privileged',
    () => ({ securityContext: { privileged: true } }), context({ privileged: true, allowPrivilegeEscalation: true })),
  both('KN-POD-032', 'a user below zero', `expected 0 <= -1 ${RANGE}`,
    () => ({ securityContext: { runAsUser: -1 } }), context({ runAsUser: -1 })),
  both('KN-POD-032', 'a user above what Linux has', `expected 0 <= 2147483648 ${RANGE}`,
    () => ({ securityContext: { runAsUser: 2147483648 } }), context({ runAsUser: 2147483648 })),
  both('KN-POD-032', 'a group below zero', `expected 0 <= -1 ${RANGE}`,
    () => ({ securityContext: { runAsGroup: -1 } }), context({ runAsGroup: -1 })),
  both('KN-POD-032', 'half a user', 'cannot unmarshal number 0.5',
    () => ({ securityContext: { runAsUser: 0.5 } }), context({ runAsUser: 0.5 })),
  ours('KN-POD-033', 'root that must not be root', 'no node starts the container: "container\'s runAsUser breaks non-root policy"',
    () => ({ securityContext: { runAsUser: 0 } }), context({ runAsUser: 0 })),
  ours('KN-POD-034', 'a capability with its prefix', 'the container runtime puts `CAP_` in front itself, and knows no CAP_CAP_CHOWN',
    () => ({ securityContext: { addCapabilities: ['CAP_CHOWN'] } }),
    context({ capabilities: { drop: ['ALL'], add: ['CAP_CHOWN'] } })),
  ours('KN-POD-034', '`all` in place of `ALL`', 'it drops nothing; Knative only warns: "capabilities.drop"',
    () => ({ securityContext: { dropCapabilities: ['all'] } }), context({ capabilities: { drop: ['all'] } })),
  ours('KN-POD-028', 'a seccomp profile outside of its folder', noPod('must not contain \'..\''),
    () => ({ securityContext: { seccompProfile: SeccompProfile.localhost('../a') } }),
    context({ seccompProfile: { type: 'Localhost', localhostProfile: '../a' } })),
  both('compiler', 'a seccomp profile that there is not', 'expected map',
    // @ts-expect-error profiles are values of a class
    () => props({ securityContext: { seccompProfile: 'RuntimeDefault' } }), context({ seccompProfile: 'RuntimeDefault' })),
  both('compiler', 'options of SELinux', 'field not declared in schema',
    // @ts-expect-error no field of Knative
    () => props({ securityContext: { seLinuxOptions: { level: 's0' } } }), context({ seLinuxOptions: { level: 's0' } })),
  both('compiler', 'a mount of /proc', 'field not declared in schema',
    // @ts-expect-error no field of Knative
    () => props({ securityContext: { procMount: 'Unmasked' } }), context({ procMount: 'Unmasked' })),
];

const pods: readonly VerdictRow[] = [
  both('KN-POD-032', 'a user of the pod below zero', `expected 0 <= -1 ${RANGE}`,
    () => ({ podSecurityContext: { runAsUser: -1 } }), { pod: { securityContext: { runAsUser: -1 } } }),
  both('KN-POD-032', 'a group of the pod above what Linux has', `expected 0 <= 2147483648 ${RANGE}`,
    () => ({ podSecurityContext: { runAsGroup: 2147483648 } }),
    { pod: { securityContext: { runAsGroup: 2147483648 } } }),
  both('KN-POD-032', 'a group of the files below zero', `expected 0 <= -5 ${RANGE}`,
    () => ({ podSecurityContext: { fsGroup: -5 } }), { pod: { securityContext: { fsGroup: -5 } } }),
  both('KN-POD-032', 'a further group below zero', `expected 0 <= -7 ${RANGE}`,
    () => ({ podSecurityContext: { supplementalGroups: [1000, -7] } }),
    { pod: { securityContext: { supplementalGroups: [1000, -7] } } }),
  both('compiler', 'kernel parameters of the pod', 'must not set the field(s): spec.template.spec.securityContext.sysctls',
    // @ts-expect-error no field of Knative
    () => props({ podSecurityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] } }),
    { pod: { securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] } } }),
  ours('KN-POD-033', 'a pod that is root whose containers must not be', 'no node starts the container: "container\'s runAsUser breaks non-root policy"',
    () => ({ podSecurityContext: { runAsUser: 0 } }), { pod: { securityContext: { runAsUser: 0 } } }),
];

export const rows: readonly VerdictRow[] = [...containers, ...pods];
