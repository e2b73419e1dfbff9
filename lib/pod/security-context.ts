import { checkWhole, type Problem, show } from '../core';
import { present } from './present';
import type { SeccompProfile } from './seccomp-profile';

/**
 * What a container may do on its node. Every container of this library gets the settings of the restricted pod security
 * standard, `{ runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile:
 * RuntimeDefault }`, unless the program says otherwise, setting by setting.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
 */
export interface ContainerSecurityContext {
  /**
   * Whether the node refuses to start the container as root. An image whose user is root, or whose user is a name
   * and not a number, does not start with it: give such an image a numeric user with `USER` in its Dockerfile or with
   * `runAsUser`, or let it be root with `runAsNonRoot: false`.
   * @default true - or what the pod's security context says
   */
  readonly runAsNonRoot?: boolean;
  /**
   * User id of the process, from 0 to 2147483647; 0 is root, and needs `runAsNonRoot: false`.
   * @default - the user of the image
   */
  readonly runAsUser?: number;
  /**
   * Group id of the process, from 0 to 2147483647.
   * @default - the group of the image
   */
  readonly runAsGroup?: number;
  /**
   * Whether a process may gain more rights than its parent.
   * @default false
   */
  readonly allowPrivilegeEscalation?: boolean;
  /**
   * Whether the container can do what the node can; refused on a Knative service (`KN-POD-031`).
   * @default false
   */
  readonly privileged?: boolean;
  /**
   * Whether the root file system can only be read.
   * @default - it can be written
   */
  readonly readOnlyRootFilesystem?: boolean;
  /**
   * Linux capabilities that the container loses, without `CAP_` in front.
   * @default ['ALL']
   */
  readonly dropCapabilities?: readonly string[];
  /**
   * Linux capabilities that the container gains, without `CAP_` in front: `NET_BIND_SERVICE`. On a Knative service
   * it needs the feature `kubernetes.containerspec-addcapabilities`.
   * @default - none
   */
  readonly addCapabilities?: readonly string[];
  /**
   * Which system calls the container may make.
   * @default SeccompProfile.RUNTIME_DEFAULT - or what the pod's security context says
   */
  readonly seccompProfile?: SeccompProfile;
}

/**
 * What all containers of a pod may do. On a Knative service it needs the feature
 * `kubernetes.podspec-securitycontext`; Knative takes no other settings than these.
 */
export interface PodSecurityContext {
  /**
   * Whether the node refuses to start containers as root.
   * @default - what each container says
   */
  readonly runAsNonRoot?: boolean;
  /**
   * User id of the processes, from 0 to 2147483647.
   * @default - the users of the images
   */
  readonly runAsUser?: number;
  /**
   * Group id of the processes, from 0 to 2147483647.
   * @default - the groups of the images
   */
  readonly runAsGroup?: number;
  /**
   * Group id that owns the files of the volumes, from 0 to 2147483647.
   * @default - the volume decides
   */
  readonly fsGroup?: number;
  /**
   * Further groups of the processes, from 0 to 2147483647.
   * @default - none
   */
  readonly supplementalGroups?: readonly number[];
  /**
   * Which system calls the containers may make.
   * @default - what each container says
   */
  readonly seccompProfile?: SeccompProfile;
}

/** Highest id that Linux gives to users and groups; follows `maxUserID` in k8s_validation.go. */
const MAX_ID = 2147483647;

/**
 * Checks a user or group id.
 * @internal
 */
export function checkId(field: string, id: number | undefined): Problem | undefined {
  return checkWhole('KN-POD-032', field, id, { min: 0, max: MAX_ID, proposal: 1000 });
}

/**
 * Checks the security context of a container by itself.
 * @internal
 */
export function checkContainerSecurity(
  context: ContainerSecurityContext, pod: PodSecurityContext | undefined, serving: boolean,
): (Problem | undefined)[] {
  const { addCapabilities = [], dropCapabilities = [] } = context;
  return [
    checkId('runAsUser', context.runAsUser),
    checkId('runAsGroup', context.runAsGroup),
    serving && context.privileged === true ? privileged() : undefined,
    checkRoot(context, pod),
    checkEscalation(context),
    ...[...addCapabilities, ...dropCapabilities].map(checkCapability),
  ];
}

/**
 * Checks the security context of a pod by itself.
 * @internal
 */
export function checkPodSecurity(context: PodSecurityContext): (Problem | undefined)[] {
  return [
    checkId('runAsUser', context.runAsUser),
    checkId('runAsGroup', context.runAsGroup),
    checkId('fsGroup', context.fsGroup),
    ...(context.supplementalGroups ?? []).map((group) => checkId('supplementalGroups', group)),
  ];
}

/**
 * The four settings that Serving warns about stand there in any case; follows `warnDefaultContainerSecurityContext`.
 * @internal
 */
export function renderContainerSecurity(
  context: ContainerSecurityContext, pod: PodSecurityContext | undefined,
): Record<string, unknown> {
  const { runAsUser, runAsGroup, privileged, readOnlyRootFilesystem, addCapabilities: add } = context;
  const drop = context.dropCapabilities ?? ['ALL'];
  const seccomp = context.seccompProfile ?? pod?.seccompProfile;
  return present({
    runAsNonRoot: runsAsNonRoot(context, pod),
    runAsUser,
    runAsGroup,
    allowPrivilegeEscalation: allowsEscalation(context),
    privileged,
    readOnlyRootFilesystem,
    capabilities: add === undefined || add.length === 0 ? { drop: [...drop] } : { drop: [...drop], add: [...add] },
    seccompProfile: seccomp === undefined ? { type: 'RuntimeDefault' } : seccomp._render(),
  });
}

/** @internal */
export function renderPodSecurity(context: PodSecurityContext): Record<string, unknown> {
  const { runAsNonRoot, runAsUser, runAsGroup, fsGroup, supplementalGroups, seccompProfile } = context;
  return {
    runAsNonRoot, runAsUser, runAsGroup, fsGroup,
    supplementalGroups: supplementalGroups && [...supplementalGroups],
    seccompProfile: seccompProfile?._render(),
  };
}

function runsAsNonRoot(context: ContainerSecurityContext, pod: PodSecurityContext | undefined): boolean {
  return context.runAsNonRoot ?? pod?.runAsNonRoot ?? true;
}

/** A privileged container always may; Kubernetes refuses the two together. */
function allowsEscalation(context: ContainerSecurityContext): boolean {
  return context.allowPrivilegeEscalation ?? context.privileged === true;
}

/** Follows `SecurityContextMask` in fieldmask.go. */
function privileged(): Problem {
  return {
    code: 'KN-POD-031',
    message: 'a container is privileged, which Knative does not allow',
    received: true,
    allowed: 'false',
    fix: 'leave `privileged` out, and name what the container needs in `addCapabilities`',
  };
}

/** The kubelet does not start such a container: `container's runAsUser breaks non-root policy`. */
function checkRoot(context: ContainerSecurityContext, pod: PodSecurityContext | undefined): Problem | undefined {
  const user = context.runAsUser ?? pod?.runAsUser;
  if (user !== 0 || !runsAsNonRoot(context, pod)) return undefined;
  return {
    code: 'KN-POD-033',
    message: 'a container runs as user 0, which is root, but must not run as root',
    received: user,
    allowed: 'a user above 0, or `runAsNonRoot: false`',
    fix: 'write another `runAsUser`, or `runAsNonRoot: false` where the container has to be root',
  };
}

/** Follows `ValidateSecurityContext` of Kubernetes; its rule for `CAP_SYS_ADMIN` is about a name that is none here. */
function checkEscalation(context: ContainerSecurityContext): Problem | undefined {
  if (context.privileged !== true || context.allowPrivilegeEscalation !== false) return undefined;
  return {
    code: 'KN-POD-033',
    message: 'a container is privileged but must not gain rights',
    received: false,
    allowed: '`allowPrivilegeEscalation: true` with it',
    fix: 'write `allowPrivilegeEscalation: true`, or take the right away',
  };
}

/** Serving warns about `all`, which does nothing, and container runtimes put `CAP_` in front themselves. */
function checkCapability(name: string): Problem | undefined {
  if (/^[A-Z][A-Z0-9_]*$/.test(name) && !name.startsWith('CAP_')) return undefined;
  return {
    code: 'KN-POD-034',
    message: `${show(name)} is no Linux capability`,
    received: name,
    allowed: 'a name in capitals without `CAP_`, or `ALL`',
    fix: `write ${show(name.toUpperCase().replace(/^CAP_/, ''))}`,
  };
}
