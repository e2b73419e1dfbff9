import type { Service } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { checkName, DNS_1123_LABEL, type ObjectReference, type Problem, raise, show, showAll } from '../core';

/** The object that a domain is mapped to, as a DomainMapping refers to it. */
export type DomainMappingRef = ObjectReference;

/**
 * What a domain can be mapped to: services and routes of Knative, and Kubernetes Services by `DomainMappingTarget`.
 * Brokers and other objects that are addressed by a path cannot be.
 */
export interface IDomainMappingTarget {
  /** The object, as a reference. Pure: it adds nothing to the tree. */
  toDomainMappingRef(): DomainMappingRef;
  /**
   * What is wrong with the object in the finished program.
   * @internal
   */
  _checkMapped?(): Problem | undefined;
}

/** A Kubernetes Service that a domain is mapped to; requests go to its port 80. */
export class DomainMappingTarget implements IDomainMappingTarget {
  /** A Kubernetes Service of cdk8s-plus; one without port 80 is refused with `KN-DOM-003`. */
  public static service(service: Service): DomainMappingTarget {
    const reference = (): DomainMappingRef => {
      const { apiVersion, kind, name, metadata } = service;
      const namespace: unknown = metadata.namespace;
      return { apiVersion, kind, name, namespace: typeof namespace === 'string' ? namespace : undefined };
    };
    return new DomainMappingTarget(reference, service);
  }

  /**
   * A Kubernetes Service by its name, in the namespace of the mapping.
   * @throws KnativeError `KN-NAM-001` for a name that no Service can have
   */
  public static kubernetesService(name: string): DomainMappingTarget {
    raise(checkName('name for a Kubernetes Service', name, DNS_1123_LABEL, 'KN-NAM-001'));
    return new DomainMappingTarget(() => ({ apiVersion: 'v1', kind: 'Service', name }));
  }

  private constructor(
    private readonly reference: () => DomainMappingRef,
    /** @internal */
    public readonly _service?: Service,
  ) {}

  public toDomainMappingRef(): DomainMappingRef {
    return this.reference();
  }

  /**
   * Follows MakeIngress of pkg/reconciler/domainmapping/resources/ingress.go.
   * @internal
   */
  public _checkMapped(): Problem | undefined {
    const ports = this._service?.ports.map(({ port }) => port);
    if (ports === undefined || ports.includes(80)) return undefined;
    return {
      code: 'KN-DOM-003',
      message: `a domain is mapped to the Kubernetes Service ${show(this._service?.name)}, which has no port 80`,
      received: ports,
      allowed: `a Service with port 80, where Knative sends the requests; this one has ${showAll(ports)}`,
      fix: 'write `ports: [{ port: 80, targetPort: 8080 }]` on the Service',
    };
  }
}

/**
 * The construct behind a target, where there is one.
 * @internal
 */
export function constructOf(target: IDomainMappingTarget): IConstruct | undefined {
  if (target instanceof DomainMappingTarget) return target._service;
  return 'node' in target ? target as IConstruct & IDomainMappingTarget : undefined;
}
