import type { EnvValue } from 'cdk8s-plus-28';
import type { EnvFrom } from './env-from';
import type { ImagePullPolicy } from './image-pull-policy';
import type { Probe } from './probe';
import type { Resources } from './resources';
import type { ContainerSecurityContext } from './security-context';
import type { VolumeMount } from './volume-mount';

/** Where the last words of a container come from. */
export enum TerminationMessagePolicy {
  /** From the file at the termination message path. */
  FILE = 'File',
  /** From the file, or from the end of the log where the file is empty and the container failed. */
  FALLBACK_TO_LOGS_ON_ERROR = 'FallbackToLogsOnError',
}

/** What a container is like, but for its image and its name. */
export interface ContainerSettings {
  /**
   * The program to start, in place of the entry point of the image. `$(NAME)` stands for an environment variable, such
   * as `$(PORT)`. `$PORT` is refused (`KN-POD-013`) unless a shell reads it, as in `['sh', '-c', 'serve $PORT']`.
   * @default - the entry point of the image
   */
  readonly command?: readonly string[];
  /**
   * Arguments of the program; `$(NAME)` stands for an environment variable here as well.
   * @default - the command of the image, if `command` is not set either
   */
  readonly args?: readonly string[];
  /**
   * Folder that the program starts in.
   * @default - the one of the image
   */
  readonly workingDir?: string;
  /**
   * Environment variables, each an `Env` or an `EnvValue` of cdk8s-plus. A name that Knative sets itself (`PORT`,
   * `K_SERVICE`, `K_CONFIGURATION`, `K_REVISION`) is refused with `KN-POD-005`. A value may refer to variables before
   * it with `$(NAME)`.
   * @default - none
   */
  readonly env?: { readonly [name: string]: EnvValue };
  /**
   * Objects whose keys become environment variables.
   * @default - none
   */
  readonly envFrom?: readonly EnvFrom[];
  /**
   * Port that the program listens on; it finds the number in `PORT`. A Knative service has one port; of several
   * containers the one that declares it gets the requests. 8008, 8012, 8013, 8022, 9090 and 9091 are Knative's own and
   * refused with `KN-POD-010`.
   * @default 8080 - where a Knative service has one container
   */
  readonly port?: number;
  /**
   * Whether the program speaks HTTP/2 without TLS (`h2c`), as gRPC servers do; `false` says HTTP/1 (`http1`).
   * @default - HTTP/1, or what Knative finds out where the cluster has `autodetect-http2` switched on
   */
  readonly http2?: boolean;
  /**
   * Processor time, memory and more that the container asks for and may use.
   * @default - what the cluster sets
   */
  readonly resources?: Resources;
  /**
   * Tells whether the container still runs well; otherwise it is started again.
   * @default - it runs as long as its program does
   */
  readonly livenessProbe?: Probe;
  /**
   * Tells whether the container takes requests.
   * @default - for a Knative service: once its port accepts connections
   */
  readonly readinessProbe?: Probe;
  /**
   * Tells whether the container has started; the other probes wait for it. It has to say its port (`KN-POD-020`).
   * @default - it has, at once
   */
  readonly startupProbe?: Probe;
  /**
   * Volumes, and where they lie in the container. The pod has the volumes that its containers mount.
   * @default - none
   */
  readonly volumeMounts?: readonly VolumeMount[];
  /**
   * What the container may do; settings that are left out have the safe value.
   * @default - not root, no more rights, no capabilities, the runtime's seccomp profile
   */
  readonly securityContext?: ContainerSecurityContext;
  /**
   * When the image is pulled.
   * @default - always for the tag `latest`, otherwise if it is not on the node
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * File that the container writes its last words to.
   * @default /dev/termination-log
   */
  readonly terminationMessagePath?: string;
  /**
   * Where its last words come from.
   * @default TerminationMessagePolicy.FILE
   */
  readonly terminationMessagePolicy?: TerminationMessagePolicy;
}

/** Properties for one container of a pod. */
export interface ContainerProps extends ContainerSettings {
  /**
   * Image that runs: `[registry/]path[:tag][@sha256:digest]`. What is no such reference is refused with `KN-POD-001`;
   * one without a version brings the warning `image-version`.
   */
  readonly image: string;
  /**
   * Name of the container, a DNS label; `queue-proxy` is Knative's own (`KN-POD-002`).
   * @default - `user-container` on a Knative service, with a number where there are several
   */
  readonly name?: string;
}
