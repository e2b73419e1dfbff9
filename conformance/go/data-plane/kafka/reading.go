package main

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	sinks "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/eventing/v1alpha1"
	channels "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/messaging/v1beta1"
	sources "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/sources/v1"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/counter"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/prober"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/base"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/broker"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/channel"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/sink"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/source"
	trigger "knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/trigger/v2"
	duck "knative.dev/eventing/pkg/apis/duck/v1"
	eventing "knative.dev/eventing/pkg/apis/eventing/v1"
	messaging "knative.dev/eventing/pkg/apis/messaging/v1"
	eventingclient "knative.dev/eventing/pkg/client/clientset/versioned/fake"
	brokerlisters "knative.dev/eventing/pkg/client/listers/eventing/v1"
	subscriptions "knative.dev/eventing/pkg/client/listers/messaging/v1"
	"knative.dev/pkg/apis"
	"knative.dev/pkg/resolver"
)

func init() {
	// What the controllers register when they start.
	eventing.RegisterAlternateBrokerConditionSet(base.IngressConditionSet)
	sinks.RegisterConditionSet(base.IngressConditionSet)
	channels.RegisterAlternateKafkaChannelConditionSet(apis.NewLivingConditionSet(
		channel.KafkaChannelConditionSubscribersReady, base.ConditionTopicReady, base.ConditionConfigMapUpdated,
		base.ConditionConfigParsed, base.ConditionProbeSucceeded,
	))
	sources.RegisterAlternateKafkaConditionSet(apis.NewLivingConditionSet(
		source.KafkaConditionConsumerGroup, sources.KafkaConditionSinkProvided,
	))
}

func nothing(types.NamespacedName) {}

// read lets the controller of an object look at it, and then those of the consumers that it makes.
func read(question Question, objects *Objects, given *Answer) error {
	cluster, err := newCluster(question, objects, given)
	if err != nil {
		return err
	}
	switch target := question.Read; target.Kind {
	case "Broker":
		found, err := find(objects.brokers, target)
		if err != nil {
			return err
		}
		return cluster.readBroker(found)
	case "Trigger":
		found, err := find(objects.triggers, target)
		if err != nil {
			return err
		}
		return cluster.readTrigger(found, objects.brokers)
	case "KafkaSink":
		found, err := find(objects.sinks, target)
		if err != nil {
			return err
		}
		return cluster.readSink(found)
	case "KafkaChannel":
		found, err := find(objects.channels, target)
		if err != nil {
			return err
		}
		return cluster.readChannel(found)
	case "KafkaSource":
		found, err := find(objects.sources, target)
		if err != nil {
			return err
		}
		return cluster.readSource(found)
	default:
		return fmt.Errorf("no controller looks at a %s", target.Kind)
	}
}

func (cluster *Cluster) readBroker(given *eventing.Broker) error {
	ctx := cluster.context()
	// The Eventing webhook has the last word on what the controller gets.
	given.SetDefaults(ctx)
	reconciler := broker.Reconciler{
		Reconciler:           cluster.base(),
		Env:                  cluster.environment("kafka-broker-config"),
		Resolver:             &resolver.URIResolver{},
		ConfigMapLister:      cluster.configMaps,
		GetKafkaClusterAdmin: cluster.clusterAdmin,
		Prober:               prober.NewFunc(ready),
		Counter:              counter.NewExpiringCounter(ctx),
		KafkaFeatureFlags:    cluster.features,
		EventPolicyLister:    cluster.policies,
	}
	if err := reconciler.ReconcileKind(ctx, given); err != nil {
		return err
	}
	return cluster.receiver()
}

func (cluster *Cluster) readTrigger(given *eventing.Trigger, brokers []*eventing.Broker) error {
	found, err := find(brokers, Target{Kind: "Broker", Namespace: given.Namespace, Name: given.Spec.Broker})
	if err != nil {
		return err
	}
	if err := cluster.readBroker(found); err != nil {
		return err
	}
	ctx := cluster.context()
	given.SetDefaults(ctx)
	reconciler := trigger.Reconciler{
		BrokerLister:         brokerlisters.NewBrokerLister(indexerOf(found)),
		ConfigMapLister:      cluster.configMaps,
		ServiceAccountLister: cluster.accounts,
		EventingClient:       eventingclient.NewSimpleClientset(),
		Env:                  cluster.environment("kafka-broker-config"),
		ConsumerGroupLister:  cluster.groups,
		InternalsClient:      cluster.internals,
		SecretLister:         cluster.secrets,
		KubeClient:           cluster.kube,
	}
	if err := reconciler.ReconcileKind(ctx, given); err != nil {
		return err
	}
	return cluster.readGroups()
}

func (cluster *Cluster) readSink(given *sinks.KafkaSink) error {
	ctx := cluster.context()
	given.SetDefaults(ctx)
	if err := given.Validate(ctx); err != nil {
		return err
	}
	reconciler := sink.Reconciler{
		Reconciler:           cluster.base(),
		Env:                  cluster.environment(""),
		Resolver:             &resolver.URIResolver{},
		ConfigMapLister:      cluster.configMaps,
		EventPolicyLister:    cluster.policies,
		GetKafkaClusterAdmin: cluster.clusterAdmin,
		Prober:               prober.NewFunc(ready),
		IngressHost:          "kafka-sink-ingress",
	}
	if err := reconciler.ReconcileKind(ctx, given); err != nil {
		return err
	}
	return cluster.receiver()
}

func (cluster *Cluster) readChannel(given *channels.KafkaChannel) error {
	ctx := cluster.context()
	given.SetDefaults(ctx)
	if err := given.Validate(ctx); err != nil {
		return err
	}
	// A subscription comes to its channel as a subscriber, which the Eventing controller adds.
	given.Spec.Subscribers = []duck.SubscriberSpec{{UID: "subscriber", SubscriberURI: apis.HTTP("subscriber.example.com")}}
	reconciler := channel.Reconciler{
		Reconciler:           cluster.base(),
		Env:                  cluster.environment("kafka-channel-config"),
		Resolver:             &resolver.URIResolver{},
		GetKafkaClusterAdmin: cluster.clusterAdmin,
		ConfigMapLister:      cluster.configMaps,
		ServiceLister:        cluster.services,
		SubscriptionLister: subscriptions.NewSubscriptionLister(indexerOf(&messaging.Subscription{
			ObjectMeta: objectMeta(given.Namespace, "subscriber"),
		})),
		EventPolicyLister:   cluster.policies,
		Prober:              prober.NewFunc(ready),
		IngressHost:         "kafka-channel-ingress",
		ConsumerGroupLister: cluster.groups,
		InternalsClient:     cluster.internals,
		KafkaFeatureFlags:   cluster.features,
	}
	if err := reconciler.ReconcileKind(ctx, given); err != nil {
		return err
	}
	if err := cluster.receiver(); err != nil {
		return err
	}
	return cluster.readGroups()
}

func (cluster *Cluster) readSource(given *sources.KafkaSource) error {
	ctx := cluster.context()
	given.SetDefaults(ctx)
	if err := given.Validate(ctx); err != nil {
		return err
	}
	reconciler := source.Reconciler{
		KubeClient:           cluster.kube,
		ConsumerGroupLister:  cluster.groups,
		InternalsClient:      cluster.internals,
		KedaClient:           cluster.keda,
		KafkaFeatureFlags:    cluster.features,
		ServiceAccountLister: cluster.accounts,
	}
	if err := reconciler.ReconcileKind(ctx, given); err != nil {
		return err
	}
	return cluster.readGroups()
}

// receiver keeps what the data plane gets to take events in.
func (cluster *Cluster) receiver() error {
	resource, err := cluster.contract()
	if err != nil {
		return err
	}
	cluster.given.Receiver = resource
	return cluster.kube.Tracker().Delete(corev1.SchemeGroupVersion.WithResource("configmaps"), system, contracts)
}
