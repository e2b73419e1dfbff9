import type { Construct } from 'constructs';
import type {
  InstalledConfig, KnativeVersion, NetworkLayer, Prerequisite, SideDocument,
} from '../core';
import type { Affinity, Resources, Toleration } from '../pod';
import type { KustomizationPatch } from './kustomization';
import type { LoadBalancer } from './load-balancer';

/** What the operator is told of a layer, in the words of `spec.ingress` of KnativeServing. */
export interface OperatorIngress {
  readonly contour?: { readonly enabled: true };
  readonly gatewayApi?: { readonly enabled: true };
  readonly istio?: { readonly enabled: true };
  readonly kourier?: {
    readonly enabled: true;
    /** `ClusterIP`, `NodePort` or `LoadBalancer`. */
    readonly serviceType?: string;
    readonly httpPort?: number;
    readonly httpsPort?: number;
  };
}

/** Annotations for a Service of the release, in the words of `spec.services` of KnativeServing. */
export interface ReleaseServiceAnnotations {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Annotations of the entry Service beyond those of its load balancer, asked for when they are written. */
export type FurtherAnnotations = () => Readonly<Record<string, string>>;

/** Where the pods of a layer run, how many there are, and what they may use. */
export interface LayerPods {
  readonly replicas?: number;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly affinity?: Affinity;
  readonly spreadOver?: readonly string[];
  readonly resources?: Resources;
}

/** A Service that requests arrive at. */
export interface EntryService {
  readonly namespace: string;
  readonly name: string;
}

/** One networking layer, as its factory describes it. */
export interface IngressLayer {
  readonly layer: NetworkLayer;
  /**
   * The Service that requests from outside arrive at, where the program installs the layer; one that is there already
   * may have it elsewhere.
   */
  readonly entry: EntryService;
  readonly operatorIngress: OperatorIngress;
  readonly config: InstalledConfig;
  readonly loadBalancer?: LoadBalancer;
  /** Whether annotations of the entry Service go through the operator, and not through a document. */
  readonly annotatedByOperator: boolean;
  /** Commands have paths from the folder that `documents` are put into. */
  readonly prerequisites: (version: KnativeVersion) => Prerequisite[];
  /** Documents for whoever applies the files of `prerequisites`. */
  readonly documents: (version: KnativeVersion, further: FurtherAnnotations, pods: LayerPods) => SideDocument[];
  /** Changes of the objects of `prerequisites`, which the documents have too. */
  readonly patches: (further: FurtherAnnotations, pods: LayerPods) => KustomizationPatch[];
  /** Objects that the program writes for it. */
  readonly objects?: (scope: Construct) => void;
}

/** Class that services ask for, by the name of a layer. */
export function ingressClassOf(layer: string): string {
  return `${layer}.ingress.networking.knative.dev`;
}
