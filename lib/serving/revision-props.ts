import { type Problem, show } from '../core';
import type { ContainerProps, ContainerSettings, PodProps } from '../pod';
import type { RevisionOptions } from './revision-options';

/**
 * The revisions of a service or configuration. One with one container is written in the short form, `image` and what
 * else the container needs; one with several has a list of `containers` (`KN-SVC-001`). Labels and annotations of the
 * object itself are those of `metadata`; the ones of its revisions and pods are `templateLabels` and
 * `templateAnnotations`.
 */
export interface RevisionProps extends ContainerSettings, PodProps, RevisionOptions {
  /**
   * Image of the only container: `[registry/]path[:tag][@sha256:digest]`.
   * @default - there are `containers`
   */
  readonly image?: string;
  /**
   * Name of the only container.
   * @default user-container
   */
  readonly containerName?: string;
  /**
   * All containers; the one that declares a `port` gets the requests.
   * @default - there is one container, which starts from `image`
   */
  readonly containers?: readonly ContainerProps[];
}

/**
 * Checks the form. A template without any container is refused with its pod, since `addContainer` may still follow.
 * @param owner what has the template, in words
 */
export function checkForm(props: RevisionProps, owner: string): Problem | undefined {
  const listed = (props.containers ?? []).length > 0;
  if (props.image !== undefined && !listed) return undefined;
  const short = Object.entries({ image: props.image, containerName: props.containerName, ...shortForm(props) });
  const [field] = short.find(([, value]) => value !== undefined) ?? [];
  if (field === undefined) return undefined;
  return {
    code: 'KN-SVC-001',
    message: listed
      ? `the ${owner} has \`containers\`, and ${show(field)} of the short form too`
      : `the ${owner} has ${show(field)} but no \`image\``,
    received: field,
    allowed: '`image` and what belongs to that one container, or `containers`',
    fix: listed
      ? `move ${show(field)} into one of the \`containers\``
      : "write `image: 'ghcr.io/example/orders:1.0'` next to it",
  };
}

/** The containers of either form. */
export function containersOf(props: RevisionProps): readonly ContainerProps[] {
  const { image, containers = [] } = props;
  if (image === undefined) return containers;
  const { containerName: name } = props;
  return [name === undefined ? { image, ...shortForm(props) } : { image, name, ...shortForm(props) }];
}

const SHORT_FORM = Object.keys({
  command: true,
  args: true,
  workingDir: true,
  env: true,
  envFrom: true,
  port: true,
  http2: true,
  resources: true,
  livenessProbe: true,
  readinessProbe: true,
  startupProbe: true,
  volumeMounts: true,
  securityContext: true,
  imagePullPolicy: true,
  terminationMessagePath: true,
  terminationMessagePolicy: true,
} satisfies Record<keyof ContainerSettings, true>) as readonly (keyof ContainerSettings)[];

/** What is said of the only container, next to the image: no more than is there, since each service copies it. */
function shortForm(props: RevisionProps): ContainerSettings {
  const said: Record<string, unknown> = {};
  for (const field of SHORT_FORM) if (props[field] !== undefined) said[field] = props[field];
  return said;
}
