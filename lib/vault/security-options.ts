import { checkWhole, type Problem, show } from '../core';
import { type Settings } from './agent-values';

/** What a patch does (RFC 6902). */
export enum PatchOperation {
  ADD = 'add',
  REMOVE = 'remove',
  REPLACE = 'replace',
  MOVE = 'move',
  COPY = 'copy',
  TEST = 'test',
}

/** A change of a container of the agent before it is added to the pod. */
export interface VaultContainerPatch {
  /** What the patch does. */
  readonly op: PatchOperation;
  /** Place in the container, as a JSON pointer: `/resources/limits`. */
  readonly path: string;
  /**
   * Value of `add`, `replace` and `test`.
   * @default - none
   */
  readonly value?: unknown;
  /**
   * Place that `move` and `copy` take the value from.
   * @default - none
   */
  readonly from?: string;
}

/** Who the containers of the agent run as, and what they may do. */
export interface VaultAgentSecurityOptions {
  /**
   * Whether the agent gets the one setting that it lacks for namespaces with the pod security standard `restricted`,
   * the seccomp profile of the container runtime.
   * @default false
   */
  readonly restricted?: boolean;
  /**
   * Whether the injector writes a security context: not root, no capabilities, a root file system that is only read.
   * @default - what the injector is set up with: yes
   */
  readonly setSecurityContext?: boolean;
  /**
   * User id of the agent, to which its files belong.
   * @default - what the injector is set up with: 100
   */
  readonly runAsUser?: number;
  /**
   * Group id of the agent.
   * @default - what the injector is set up with: 1000
   */
  readonly runAsGroup?: number;
  /**
   * Whether the agent runs as the user of the first container, so that files with the mode `0400` can be read there.
   * That container has to say `securityContext.runAsUser`, and not 0 (`KN-VLT-018`).
   * @default false
   */
  readonly runAsSameUser?: boolean;
  /**
   * Changes of the init container.
   * @default - none
   */
  readonly initPatches?: readonly VaultContainerPatch[];
  /**
   * Changes of the sidecar.
   * @default - none
   */
  readonly sidecarPatches?: readonly VaultContainerPatch[];
}

const SECCOMP: VaultContainerPatch = {
  op: PatchOperation.ADD, path: '/securityContext/seccompProfile', value: { type: 'RuntimeDefault' },
};
const MAX_ID = 2 ** 31 - 1;
const HAS_VALUE: readonly string[] = [PatchOperation.ADD, PatchOperation.REPLACE, PatchOperation.TEST];
const HAS_FROM: readonly string[] = [PatchOperation.MOVE, PatchOperation.COPY];

/** The annotations of security, for the containers that there are. */
export function securitySettings(security: VaultAgentSecurityOptions, init: boolean, sidecar: boolean): Settings {
  const added = security.restricted === true ? [SECCOMP] : [];
  return {
    'agent-set-security-context': security.setSecurityContext,
    'agent-run-as-user': security.runAsUser,
    'agent-run-as-group': security.runAsGroup,
    'agent-run-as-same-user': security.runAsSameUser,
    'agent-init-json-patch': init ? patchText([...added, ...security.initPatches ?? []]) : undefined,
    'agent-json-patch': sidecar ? patchText([...added, ...security.sidecarPatches ?? []]) : undefined,
  };
}

/** What is wrong with security. */
export function checkSecurity(security: VaultAgentSecurityOptions): (Problem | undefined)[] {
  const { runAsUser, runAsGroup, restricted, setSecurityContext, runAsSameUser } = security;
  const root = restricted === true && (runAsUser === 0 || runAsGroup === 0);
  return [
    checkWhole('KN-VLT-014', 'security.runAsUser', runAsUser, { min: 0, max: MAX_ID }),
    checkWhole('KN-VLT-014', 'security.runAsGroup', runAsGroup, { min: 0, max: MAX_ID }),
    ...[...security.initPatches ?? [], ...security.sidecarPatches ?? []].map(checkPatch),
    restricted === true && setSecurityContext === false ? contradiction('restricted', 'setSecurityContext: false') : undefined,
    root ? contradiction('restricted', runAsUser === 0 ? 'runAsUser: 0' : 'runAsGroup: 0') : undefined,
    runAsSameUser === true && runAsUser !== undefined ? contradiction('runAsSameUser', 'runAsUser') : undefined,
  ];
}

function patchText(patches: readonly VaultContainerPatch[]): string | undefined {
  if (patches.length === 0) return undefined;
  return JSON.stringify(patches.map(({ op, path, from, value }) => ({ op, path, from, value })));
}

/** The injector refuses the pod where a patch cannot be applied; what can be seen here is its form. */
function checkPatch({ op, path, from, value }: VaultContainerPatch): Problem | undefined {
  const known = Object.values<string>(PatchOperation).includes(op);
  const pointers = [path, ...(HAS_FROM.includes(op) ? [from] : [])];
  const valued = !HAS_VALUE.includes(op) || value !== undefined;
  if (known && valued && pointers.every(isPointer)) return undefined;
  return {
    code: 'KN-VLT-014',
    message: `${show({ op, path, from, value })} is no patch of the agent's container`,
    received: { op, path, from, value },
    allowed: 'an operation of RFC 6902, with JSON pointers that begin with a slash, and `value` or `from` where it has one',
    fix: "write `{ op: PatchOperation.ADD, path: '/imagePullPolicy', value: 'IfNotPresent' }`, for example",
  };
}

function isPointer(pointer: string | undefined): boolean {
  return pointer !== undefined && /^(\/([^~]|~[01])*)$/.test(pointer);
}

function contradiction(setting: string, other: string): Problem {
  return {
    code: 'KN-VLT-017',
    message: `\`security.${setting}\` and \`${other}\` contradict each other`,
    received: other,
    allowed: 'one of the two',
    fix: `leave \`${other}\` out`,
  };
}
