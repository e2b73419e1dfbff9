import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ErrorCode, KnativeService, type KnativeServiceProps } from '../../lib';
import type { VerdictRow } from '../verdicts/row';

export const IMAGE = 'ghcr.io/example/orders:1.0';

/** What a container says so that Knative does not warn about it. */
export const SAFE = {
  runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

type Fields = Readonly<Record<string, unknown>>;
type Verdict = Pick<VerdictRow, 'words' | 'stricter' | 'dryRun'>;
/** Why we are stricter, with what shows it. */
export type Stricter = Required<Pick<VerdictRow, 'stricter' | 'dryRun'>>;

/** How a good manifest of a service is changed into a wrong one. */
export interface ServiceManifest {
  readonly metadata?: Fields;
  /** Metadata of the template. */
  readonly template?: Fields;
  /** Fields of the only container. */
  readonly container?: Fields;
  /** All containers; each has an image and the safe security context before its own fields. */
  readonly containers?: readonly Fields[];
  readonly initContainers?: readonly Fields[];
  /** Further fields of the pod. */
  readonly pod?: Fields;
  /** Further fields of the spec. */
  readonly spec?: Fields;
}

/** What a program in JavaScript may pass where the types want something else. */
export function untyped<T>(value: unknown): T {
  return value as T;
}

/** Properties of which the compiler looks at every one, as it does where they are passed to the construct. */
export function props(all: KnativeServiceProps): KnativeServiceProps {
  return all;
}

/** A service with one container, but for what the mistake is. */
export function service(chart: Construct, wrong: KnativeServiceProps = {}): KnativeService {
  return new KnativeService(chart, 'orders', wrong.containers === undefined ? { image: IMAGE, ...wrong } : wrong);
}

const container = (fields: Fields = {}) => ({ image: IMAGE, securityContext: SAFE, ...fields });

/** The manifest of a service, past the library. */
export function serviceManifest(chart: Construct, wrong: ServiceManifest = {}): ApiObject {
  const { containers = [wrong.container ?? {}], initContainers } = wrong;
  return new ApiObject(chart, 'orders', {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: 'orders', ...wrong.metadata },
    spec: {
      template: {
        metadata: wrong.template,
        spec: { containers: containers.map(container), initContainers: initContainers?.map(container), ...wrong.pod },
      },
      ...wrong.spec,
    },
  });
}

type Props = () => KnativeServiceProps;

function row(
  refused: ErrorCode | 'compiler', mistake: string, written: Props, wrong: ServiceManifest,
  verdict: Verdict,
): VerdictRow {
  return {
    kind: 'Service',
    mistake,
    refused,
    program: (chart) => { service(chart, written()); },
    manifest: (chart) => { serviceManifest(chart, wrong); },
    ...verdict,
  };
}

/** A mistake that the server refuses too, with these words. */
export function both(
  refused: ErrorCode | 'compiler', mistake: string, words: string, written: Props, wrong: ServiceManifest,
): VerdictRow {
  return row(refused, mistake, written, wrong, { words });
}

/** A mistake that the server takes, and what comes of it. */
export function ours(
  refused: ErrorCode | 'compiler', mistake: string, why: string | Stricter, written: Props, wrong: ServiceManifest,
): VerdictRow {
  return row(refused, mistake, written, wrong, typeof why === 'string' ? { stricter: why } : why);
}

/** A mistake that takes more to write than the properties of one service. */
export function programRow(
  refused: ErrorCode | 'compiler', mistake: string, verdict: Verdict,
  program: VerdictRow['program'], wrong: ServiceManifest,
): VerdictRow {
  return {
    kind: 'Service',
    mistake,
    refused,
    program,
    manifest: (chart) => { serviceManifest(chart, wrong); },
    ...verdict,
  };
}

/** What happens where Knative's admission takes a template of which Kubernetes makes no pod; a dry run shows it. */
export function noPod(words: string): Stricter {
  return {
    stricter: `Knative takes the template unread, and Kubernetes refuses its pods: "${words}"; the service never gets ready`,
    dryRun: words,
  };
}
