import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { correlationId } from '../cesql';
import {
  appChecks, checkDuration, childName, Feature, isoDuration, isoRange, KINDS, KNATIVE_EVENTING, type MadeObject,
  needsFeature, ownCopy, raise, refuse, type ResourceProps,
} from '../core';
import { ReceiverResource } from '../events';
import type { Filter } from '../filters';
import type { IBroker } from './broker-contract';
import type { Delivery } from './delivery';
import {
  type ExistingRequestReplyOptions, ImportedRequestReply, REQUEST_REPLY_SERVICE,
} from './imported-request-reply';
import { checkOwnNamespace } from './own-namespace';
import { checkReadsFrom } from './reads-from';
import { checkCorrelationKey, checkPod, checkReplyFilter, replyFilterOf, type ReplyFilterOptions } from './reply-filter';
import {
  checkBrokerLabel, checkRequestReplyAttributes, REPLY, warnOfSharedKeys, watchRequestReply,
} from './request-reply-checks';
import type { IRequestReply } from './request-reply-contract';

/** Properties for `RequestReply`. */
export interface RequestReplyProps extends ResourceProps {
  /**
   * Broker that gets the requests, and through which the replies come. It is in the namespace of the request-reply
   * (`KN-RRP-002`). With a Kafka broker no reply arrives, which is a warning.
   */
  readonly broker: IBroker;
  /**
   * Extension of the request that carries the correlation id: lower-case letters and digits. Attributes of CloudEvents
   * itself and `replyAttribute` are refused (`KN-RRP-001`).
   * @default 'correlationid'
   */
  readonly correlationAttribute?: string;
  /**
   * Extension of the reply in which the answering service returns the correlation id. The same rules apply, and
   * keywords of CESQL are refused (`KN-RRP-001`).
   * @default 'replyid'
   */
  readonly replyAttribute?: string;
  /**
   * How long a sender is kept waiting, in steps of 0.1 seconds; zero is refused (`KN-DUR-002`). Knative 1.23 keeps the
   * value but always waits for one minute, so any other value is a warning.
   * @default - the flag `requestreply-default-timeout`: a release has 30 seconds
   */
  readonly timeout?: Duration;
  /**
   * What becomes of requests that the broker did not take; a dead letter sink is an address or in the same namespace
   * (`KN-SNK-007`). Knative 1.23 keeps it but ignores it, which is a warning.
   * @default - none
   */
  readonly delivery?: Delivery;
}

/** Every replica of the data plane has a trigger; a release has one. */
const TRIGGER_SUFFIX = '0-1';
const KEYS_ORDER = 20;

/**
 * Sends a request to a broker as an event, and holds the connection until an event with its correlation id comes back:
 * for callers that wait for their answer. The service that answers copies `correlationAttribute` of the request into
 * `replyAttribute` of its reply.
 *
 * Its data plane ignores event policies.
 * @see https://github.com/knative/eventing/blob/main/docs/eventing-api.md
 */
export class RequestReply extends ReceiverResource implements IRequestReply {
  /** A request-reply that exists already. */
  public static fromRequestReplyName(
    scope: Construct, id: string, requestReplyName: string, options: ExistingRequestReplyOptions = {},
  ): IRequestReply {
    return new ImportedRequestReply(scope, id, requestReplyName, options);
  }

  /**
   * A correlation id like the ones that Knative gives to requests, for testing the service that answers. It consists of
   * the id of the request, the same id encrypted with `key`, and the number of the pod that waits for the reply. If the
   * id of the request contains a colon, no reply is recognised, as on a cluster.
   * @param pod pod of the data plane, counted from 0
   * @default 0
   * @throws KnativeError `KN-RRP-004` for a key of a length that AES does not support, and an invalid pod
   */
  public static correlationId(eventId: string, key: Uint8Array, pod = 0): string {
    raise(checkCorrelationKey(key), checkPod(pod));
    return correlationId(eventId, key, pod);
  }

  /** Broker that gets the requests. */
  public readonly broker: IBroker;
  private readonly props: RequestReplyProps;

  constructor(scope: Construct, id: string, props: RequestReplyProps) {
    super(scope, id, KINDS.requestReply, props);
    this.broker = props.broker;
    this.props = ownCopy(props);
    refuse(this,
      ...checkRequestReplyAttributes(props),
      checkBrokerLabel(props.metadata, props.broker.brokerName),
      checkDuration(props.timeout, isoRange('timeout')));
    if (props.delivery?.retryAfterMax !== undefined) {
      needsFeature(this, Feature.DELIVERY_RETRYAFTER, 'delivery.retryAfterMax');
    }
    watchRequestReply(this, props);
    appChecks(this).ensure('request-reply-keys', {
      order: KEYS_ORDER,
      run: (constructs) => { warnOfSharedKeys(constructs.filter((construct) => construct instanceof RequestReply)); },
    });
    this._checkAtSynth(() => [
      checkReadsFrom(this, this.broker, 'broker', false, 'KN-RRP-002'),
      checkOwnNamespace(this, 'dead letter sink', props.delivery?.deadLetterSink),
    ]);
  }

  /** Name of the request-reply. */
  public get requestReplyName(): string {
    return this.name;
  }

  /** Address in the cluster, where requests are posted to; without a namespace the problem `KN-NAM-003` is recorded. */
  public get url(): string {
    return this._clusterUrl(REQUEST_REPLY_SERVICE, KNATIVE_EVENTING, `/${this._namespaceForAddress()}/${this.name}`);
  }

  /**
   * The filter that Knative writes into the trigger through which a pod gets its replies. In a test it tells whether a
   * reply would be recognised:
   * `ask.replyFilter().matches(reply, { secrets: { 'request-reply-keys': { 'shop.ask.key-0': key } } })`. The names of
   * keys begin with the namespace and the name of the request-reply. Without a namespace the problem `KN-NAM-003` is
   * recorded.
   * @throws KnativeError `KN-RRP-004` for a pod that does not exist
   */
  public replyFilter(options: ReplyFilterOptions = {}): Filter {
    raise(checkReplyFilter(options));
    const attribute = this.props.replyAttribute ?? REPLY;
    return replyFilterOf({ attribute, name: this.name, namespace: this._namespaceForAddress() }, options);
  }

  /** @internal */
  public override _makes(): MadeObject[] {
    return [{ group: 'eventing.knative.dev', kind: 'Trigger', name: childName(this.name, TRIGGER_SUFFIX) }];
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { correlationAttribute, replyAttribute, timeout, delivery } = this.props;
    const { apiVersion, kind, name } = this.broker.reference;
    return {
      spec: {
        // A namespace, even the own one, is refused.
        brokerRef: { apiVersion, kind, name },
        correlationAttribute,
        replyAttribute,
        timeout: timeout === undefined ? undefined : isoDuration(timeout),
        delivery: delivery?.toDeliveryConfig(this),
      },
    };
  }
}
