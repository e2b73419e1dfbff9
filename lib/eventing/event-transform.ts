import type { Construct } from 'constructs';
import {
  type EventSourceConfig, type ISink, KINDS, type MadeObject, madeService, ownCopy, type Problem, refuse, renderSink,
  type ResourceProps, showAll, Warnings,
} from '../core';
import { AddressableResource } from '../events';
import type { IEventTransform } from './event-transform-contract';
import {
  type ExistingEventTransformOptions, ImportedEventTransform, transformObject,
} from './imported-event-transform';
import { checkJsonata, missingAttributes } from './jsonata-expression';
import { checkOwnNamespace } from './own-namespace';
import type { TransformReply } from './transform-reply';

/** Properties for `EventTransform`. */
export interface EventTransformProps extends ResourceProps {
  /**
   * JSONata expression that makes the new event of the old one, attributes and `data` together:
   * `$merge([$, {"type": "com.example.order.v2"}])`. Not empty (`KN-ETR-001`), and parsed by the JSONata of Knative
   * (`KN-ETR-002`). That the transformation is one of JSONata is fixed after creation; the expression is not.
   *
   * A result without `specversion`, `id`, `source` and `type` is sent as plain JSON, which is warned where it goes back
   * to a broker.
   */
  readonly jsonata: string;
  /**
   * Receiver of the new event, an address or in the same namespace (`KN-SNK-007`). It carries no `caCerts`
   * (`KN-ETR-004`).
   * @default - the new event is the answer to the old one: a broker takes it as the reply of a trigger
   */
  readonly sink?: ISink;
  /**
   * What becomes of the answer of the sink; only together with `sink` (`KN-ETR-003`).
   * @default - the sender gets the answer as it is
   */
  readonly reply?: TransformReply;
}

/**
 * Makes other events of those that it receives, by a JSONata expression, without a program of yours. It is a sink, so
 * it can be the subscriber of a trigger or subscription, or a step of a sequence. A trigger whose filter the result
 * meets again makes a loop.
 *
 * Knative runs a Deployment for it, called `<name>-jsonata`, as its Service, ConfigMap and SinkBinding are; another
 * object of such a name is refused with `KN-NAM-010`.
 * @see https://knative.dev/docs/eventing/transforms/
 */
export class EventTransform extends AddressableResource implements IEventTransform {
  /** A transformation that exists already. */
  public static fromEventTransformName(
    scope: Construct, id: string, eventTransformName: string, options: ExistingEventTransformOptions = {},
  ): IEventTransform {
    return new ImportedEventTransform(scope, id, eventTransformName, options);
  }

  private readonly props: EventTransformProps;

  constructor(scope: Construct, id: string, props: EventTransformProps) {
    super(scope, id, KINDS.eventTransform, props);
    this.props = ownCopy(props);
    const problem = checkJsonata(props.jsonata);
    refuse(this, problem, checkReply(props));
    if (problem === undefined && props.sink === undefined) this.warnOfPlainJson('jsonata', props.jsonata);
    if (props.reply?._expression !== undefined) this.warnOfPlainJson('reply', props.reply._expression);
    this._checkAtSynth(() => [this.checkSink(), checkOwnNamespace(this, 'sink', props.sink)]);
  }

  /** Name of the transformation. */
  public get eventTransformName(): string {
    return this.name;
  }

  /** Address in the cluster, where events are posted to; without a namespace the problem `KN-NAM-003` is recorded. */
  public get url(): string {
    return this._clusterUrl(transformObject(this.name), this._namespaceForAddress());
  }

  /** The transformation as a sender, to its `sink`; without one it only answers, and has no identity. */
  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: [] };
  }

  /** @internal */
  public override _makes(): MadeObject[] {
    const name = transformObject(this.name);
    return [
      ...madeService(name), { group: '', kind: 'ConfigMap', name }, { group: 'apps', kind: 'Deployment', name },
      ...this.props.sink === undefined ? [] : [{ group: 'sources.knative.dev', kind: 'SinkBinding', name }],
    ];
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { jsonata, sink, reply } = this.props;
    return {
      spec: {
        jsonata: { expression: jsonata },
        sink: sink === undefined ? undefined : renderSink(this, sink),
        reply: reply?._render(),
      },
    };
  }

  private warnOfPlainJson(field: string, expression: string): void {
    const missing = missingAttributes(expression);
    if (missing.length === 0) return;
    Warnings.of(this).add('transform-no-cloud-event',
      `the object that \`${field}\` makes lacks ${showAll(missing)}, so it is no CloudEvent, and a broker counts the answer `
      + 'as a failure: write `$merge([$, { ... }])` to keep the attributes of the event');
  }

  /** Follows pkg/apis/eventing/v1alpha1/eventtransform_validation.go: disallowSinkCaCerts. */
  private checkSink(): Problem | undefined {
    if (this.props.sink?.toSinkConfig(this).caCerts === undefined) return undefined;
    return {
      code: 'KN-ETR-004',
      message: 'the sink of a JSONata transformation has `caCerts`, which its pods do not get',
      received: undefined,
      allowed: 'a sink without `caCerts`',
      fix: 'put the certificates into a ConfigMap with the label `networking.knative.dev/trust-bundle: "true"`',
    };
  }
}

/** Follows pkg/apis/eventing/v1alpha1/eventtransform_validation.go: ReplySpec.Validate. */
function checkReply({ sink, reply }: EventTransformProps): Problem | undefined {
  if (reply === undefined || sink !== undefined) return undefined;
  return {
    code: 'KN-ETR-003',
    message: '`reply` says what becomes of the answer of a sink, and the transformation has none',
    allowed: '`reply` together with `sink`',
    fix: 'write `sink`, or leave `reply` out: without a sink the result itself is the answer',
  };
}
