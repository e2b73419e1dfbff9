import type { IConstruct } from 'constructs';
import {
  checkName, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, EventSource, type IEventSource, noNamespace, type ObjectReference,
  ownCopy, type Problem, raise, refuseAtSynth, renderReference, show, traceOf,
} from '../core';

/** A service account whose token a sender shows; those of this library and of cdk8s-plus are ones. */
export interface ISenderServiceAccount {
  /** Name of the service account. */
  readonly name: string;
  /**
   * Namespace of the service account.
   * @default - that of `metadata`
   */
  readonly namespace?: string | undefined;
  /**
   * Metadata of the service account.
   * @default - not known
   */
  readonly metadata?: ISenderMetadata;
}

/** What is asked of the metadata of a service account. */
export interface ISenderMetadata {
  /**
   * Namespace of the service account.
   * @default - the namespace of the event policy
   */
  readonly namespace?: string | undefined;
}

/** The policy that names a sender. */
type Policy = IConstruct & { readonly namespace?: string };

/**
 * Who may send, as an entry of `from` in an event policy.
 * @see https://knative.dev/docs/eventing/features/authorization/
 */
export class EventSender {
  /**
   * A source, a trigger, a subscription or whatever else sends with an identity of its own; it may be in another
   * namespace.
   */
  public static source(source: IEventSource): EventSender {
    return new EventSender((policy) => {
      const { ref } = source.toEventSourceConfig();
      return { ref: renderReference(ref, policy.namespace) };
    }, source);
  }

  /**
   * Any object that sends with an identity of its own, by reference.
   * @throws KnativeError `KN-SNK-004` where apiVersion, kind or name is empty, `KN-NAM-001` for a name that is none
   */
  public static reference(reference: ObjectReference): EventSender {
    return EventSender.source(EventSource.reference(reference));
  }

  /**
   * A program that shows the token of this service account. Where neither the account nor the policy has a namespace,
   * `KN-NAM-003`.
   * @throws KnativeError `KN-NAM-001` for a name that is none
   */
  public static serviceAccount(account: ISenderServiceAccount): EventSender {
    raise(checkName('name for a ServiceAccount', account.name, DNS_1123_SUBDOMAIN, 'KN-NAM-001'));
    const { name, namespace: own, metadata } = ownCopy(account);
    return new EventSender((policy) => {
      const namespace = textOf(own) ?? textOf(metadata?.namespace) ?? policy.namespace;
      if (namespace === undefined) {
        refuseAtSynth(policy, noNamespace(`the ServiceAccount ${show(name)}`), traceOf(policy));
      }
      return { sub: `${SERVICE_ACCOUNT}${namespace ?? 'default'}:${name}` };
    }, account);
  }

  /**
   * Every service account of a namespace.
   * @throws KnativeError `KN-NAM-006` for a name that is none
   */
  public static namespace(namespace: string): EventSender {
    raise(checkName('namespace name', namespace, DNS_1123_LABEL, 'KN-NAM-006'));
    return new EventSender(() => ({ sub: `${SERVICE_ACCOUNT}${namespace}:*` }));
  }

  /**
   * An identity as it stands in the `sub` of a token, letter for letter, or with a `*` at the end everything that
   * begins so: `system:serviceaccount:shop:orders`. A mere `*` is everybody who has a token of the cluster.
   * @throws KnativeError `KN-EVT-006` for an empty subject, or a `*` elsewhere
   */
  public static subject(subject: string): EventSender {
    raise(checkSubject(subject));
    return new EventSender(() => ({ sub: subject }));
  }

  private constructor(
    private readonly render: (policy: Policy) => Record<string, unknown>,
    /** What the sender was made of, where it may be a construct. @internal */
    public readonly _origin?: unknown,
  ) {}

  /** @internal */
  public _render(policy: Policy): Record<string, unknown> {
    return this.render(policy);
  }
}

/** Metadata may hold a value that is resolved later; only a text is a namespace. */
function textOf(namespace: unknown): string | undefined {
  return typeof namespace === 'string' ? namespace : undefined;
}

const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** Follows Go: `validateSub` in pkg/apis/eventing/v1alpha1/eventpolicy_validation.go; no subject has white space. */
function checkSubject(subject: string): Problem | undefined {
  if (typeof subject === 'string' && /^[^\s*]+\*?$|^\*$/.test(subject)) return undefined;
  return {
    code: 'KN-EVT-006',
    message: `${show(subject)} is no subject of a sender`,
    received: subject,
    allowed: 'a text without white space, not empty, with `*` at its end only',
    fix: "write `EventSender.subject('system:serviceaccount:shop:*')`, or use another factory of `EventSender`",
  };
}
