import { UnsatisfiableConstraint } from '../../lib';
import { both, IMAGE, ours, props, SAFE } from '../verdict-parts/service';
import type { VerdictRow } from './row';

/** What Knative takes with any keys: it keeps those that it knows, and says nothing of the others. */
const DROPPED = 'Knative drops the key without a word, even when it is asked to be strict';
const UNKNOWN = 'field not declared in schema';
const NODES = { preferredDuringScheduling: [] };
const SPREAD = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE };
const INIT = { image: 'ghcr.io/example/init:1.0', name: 'init' };

const dropped: readonly VerdictRow[] = [
  ours('compiler', 'a key of an affinity that there is not', DROPPED,
    // @ts-expect-error it is called `preferred`
    () => props({ affinity: { nodeAffinity: NODES } }), { pod: { affinity: { nodeAffinity: NODES } } }),
  ours('compiler', 'a key of a spread that there is not', DROPPED,
    // @ts-expect-error it is called `minDomains`
    () => props({ topologySpreadConstraints: [{ ...SPREAD, mindomain: 3 }] }),
    { pod: { topologySpreadConstraints: [{ ...SPREAD, mindomain: 3 }] } }),
  ours('compiler', 'a key of a toleration that there is not', DROPPED,
    // @ts-expect-error a toleration is a value of a class
    () => props({ tolerations: [{ key: 'spot', operator: 'Exists', efect: 'NoSchedule' }] }),
    { pod: { tolerations: [{ key: 'spot', operator: 'Exists', efect: 'NoSchedule' }] } }),
  ours('compiler', 'a key of a host alias that there is not', DROPPED,
    // @ts-expect-error it is called `hostnames`
    () => props({ hostAliases: [{ ip: '10.0.0.8', hostname: ['legacy'] }] }),
    { pod: { hostAliases: [{ ip: '10.0.0.8', hostname: ['legacy'] }] } }),
  ours('compiler', 'a key of the DNS settings that there is not', DROPPED,
    // @ts-expect-error it is called `nameservers`
    () => props({ dnsConfig: { nameserver: ['10.0.0.10'] } }), { pod: { dnsConfig: { nameserver: ['10.0.0.10'] } } }),
  ours('compiler', 'a key of the security context of the pod that there is not', DROPPED,
    // @ts-expect-error it is called `runAsUser`
    () => props({ podSecurityContext: { runAsUsr: 1000 } }), { pod: { securityContext: { runAsUsr: 1000 } } }),
  ours('compiler', 'a key of an init container that there is not', DROPPED,
    // @ts-expect-error it is called `command`
    () => props({ initContainers: [{ image: IMAGE, comand: ['migrate'] }] }),
    { initContainers: [{ ...INIT, comand: ['migrate'] }] }),
  ours('compiler', 'a seccomp profile that says nothing', DROPPED,
    // @ts-expect-error profiles are values of a class
    () => props({ securityContext: { seccompProfile: {} } }),
    { container: { securityContext: { ...SAFE, seccompProfile: {} } } }),
];

const unknown: readonly VerdictRow[] = [
  both('compiler', 'a host name of the pod', UNKNOWN,
    // @ts-expect-error no field of Knative
    () => props({ hostname: 'orders' }), { pod: { hostname: 'orders' } }),
  both('compiler', 'when containers are started again', UNKNOWN,
    // @ts-expect-error no field of Knative
    () => props({ restartPolicy: 'Always' }), { pod: { restartPolicy: 'Always' } }),
  both('compiler', 'a deadline of the pod', UNKNOWN,
    // @ts-expect-error no field of Knative
    () => props({ activeDeadlineSeconds: 60 }), { pod: { activeDeadlineSeconds: 60 } }),
  both('compiler', 'gates of readiness', UNKNOWN,
    // @ts-expect-error no field of Knative
    () => props({ readinessGates: [{ conditionType: 'a' }] }), { pod: { readinessGates: [{ conditionType: 'a' }] } }),
  both('compiler', 'containers for debugging', UNKNOWN,
    // @ts-expect-error no field of Knative
    () => props({ ephemeralContainers: [INIT] }), { pod: { ephemeralContainers: [INIT] } }),
  both('compiler', 'an input', UNKNOWN,
    // @ts-expect-error no field of Knative
    () => props({ stdin: true }), { container: { stdin: true } }),
  both('compiler', 'devices', UNKNOWN,
    // @ts-expect-error no field of Knative
    () => props({ volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] }),
    { container: { volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] } }),
  both('compiler', 'a profile of AppArmor', UNKNOWN,
    // @ts-expect-error no field of Knative
    () => props({ securityContext: { appArmorProfile: { type: 'Unconfined' } } }),
    { container: { securityContext: { ...SAFE, appArmorProfile: { type: 'Unconfined' } } } }),
  both('compiler', 'an input of an init container', 'containers[0].stdin',
    // @ts-expect-error no field of Knative
    () => props({ initContainers: [{ image: IMAGE, stdin: true }] }), { initContainers: [{ ...INIT, stdin: true }] }),
  both('compiler', 'a name in two letter cases', UNKNOWN,
    // @ts-expect-error it is called `workingDir`
    () => props({ workingdir: '/srv' }), { container: { workingdir: '/srv' } }),
  both('compiler', 'the status', 'field not declared in schema',
    // @ts-expect-error the cluster writes it
    () => props({ status: { url: 'http://orders.example.com' } }), { spec: { status: {} } }),
  both('KN-POD-010', 'a port of the queue proxy in an init container', '8012 is a reserved port',
    () => ({ initContainers: [{ ...INIT, port: 8012 }] }),
    { initContainers: [{ ...INIT, ports: [{ containerPort: 8012 }] }] }),
];

export const rows: readonly VerdictRow[] = [...dropped, ...unknown];
