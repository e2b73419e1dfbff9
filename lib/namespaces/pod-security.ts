import { checkChoice, type Problem, show } from '../core';

/** How much pods of a namespace may do. */
export enum PodSecurityLevel {
  /** Everything. */
  PRIVILEGED = 'privileged',
  /** What gives no known way out of the container. */
  BASELINE = 'baseline',
  /** The least; containers of this library ask for no more unless they are told to. */
  RESTRICTED = 'restricted',
}

/**
 * What is done about pods that ask for more than a level allows.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export interface PodSecurity {
  /**
   * Level beyond which pods are refused (`KN-NSP-002`).
   * @default - that of the cluster, privileged as Kubernetes comes
   */
  readonly enforce?: PodSecurityLevel;
  /**
   * Level beyond which the audit log says so (`KN-NSP-002`).
   * @default - that of the cluster
   */
  readonly audit?: PodSecurityLevel;
  /**
   * Level beyond which who applies an object is warned (`KN-NSP-002`).
   * @default - that of the cluster
   */
  readonly warn?: PodSecurityLevel;
  /**
   * Version of Kubernetes whose levels are meant, `v1.35` for example (`KN-NSP-003`).
   * @default - the newest that the cluster knows
   */
  readonly version?: string;
}

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'] as const;

/** The labels of a namespace that say it. */
export function podSecurityLabels(security: PodSecurity): Record<string, string> {
  const { version } = security;
  // What is refused here need not be refused as labels too.
  if (checkPodSecurityOptions(security).some((problem) => problem !== undefined)) return {};
  return Object.fromEntries(MODES.flatMap((mode) => {
    const level = security[mode];
    if (level === undefined) return [];
    return [[PREFIX + mode, level], ...version === undefined ? [] : [[`${PREFIX}${mode}-version`, version]]];
  }));
}

/** What is wrong with levels; follows PolicyToEvaluate of k8s.io/pod-security-admission, api/helpers.go. */
export function checkPodSecurityOptions(security: PodSecurity): (Problem | undefined)[] {
  return [
    ...MODES.map((mode) => checkChoice('KN-NSP-002', `podSecurity.${mode}`, security[mode], PodSecurityLevel)),
    checkVersion(security),
  ];
}

function checkVersion(security: PodSecurity): Problem | undefined {
  const { version } = security;
  if (version === undefined) return undefined;
  const used = MODES.some((mode) => security[mode] !== undefined);
  if (used && /^(latest|v1\.(0|[1-9][0-9]*))$/.test(version)) return undefined;
  return {
    code: 'KN-NSP-003',
    message: used ? `${show(version)} is no version of the pod security standards`
      : `the version ${show(version)} of the pod security standards stands without a level`,
    received: version,
    allowed: '`latest`, or `v1.` and a number, together with a level',
    fix: "write `podSecurity: { enforce: PodSecurityLevel.RESTRICTED, version: 'v1.35' }`, for example",
  };
}
