package main

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/metric/noop"
	"go.uber.org/zap"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/storage/names"
	clienttesting "k8s.io/client-go/testing"

	"github.com/IBM/sarama"

	kafkainternals "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/internalskafkaeventing/v1alpha1"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/autoscaler/keda"
	internalslisters "knative.dev/eventing-kafka-broker/control-plane/pkg/client/listers/internalskafkaeventing/v1alpha1"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/contract"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/counter"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/prober"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/base"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/consumer"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/consumergroup"
	kedav1alpha1 "knative.dev/eventing-kafka-broker/third_party/pkg/apis/keda/v1alpha1"
	placements "knative.dev/eventing/pkg/apis/duck/v1alpha1"
	"knative.dev/eventing/pkg/scheduler"
	"knative.dev/pkg/resolver"
	"knative.dev/pkg/tracker"
)

// readGroups lets the controllers of the consumer groups that were made look at them, and of their consumers.
func (cluster *Cluster) readGroups() error {
	ctx := cluster.context()
	for _, group := range created[*kafkainternals.ConsumerGroup](cluster) {
		if err := cluster.readGroup(ctx, group); err != nil {
			return err
		}
	}
	return nil
}

func (cluster *Cluster) readGroup(ctx context.Context, group *kafkainternals.ConsumerGroup) error {
	group.UID = "group"
	group.SetDefaults(ctx)
	if err := cluster.groupReconciler(ctx).ReconcileKind(ctx, group); err != nil {
		return err
	}
	if err := cluster.readKeda(ctx, group); err != nil {
		return err
	}
	reconciler := consumer.Reconciler{
		SerDe:                      contract.FormatSerDe{Format: contract.JSON},
		Resolver:                   &resolver.URIResolver{},
		Tracker:                    tracker.New(nothing, 0),
		ConsumerGroupLister:        internalslisters.NewConsumerGroupLister(indexerOf(group)),
		SecretLister:               cluster.secrets,
		PodLister:                  cluster.pods,
		KubeClient:                 cluster.kube,
		KafkaFeatureFlags:          cluster.features,
		TrustBundleConfigMapLister: cluster.configMaps.ConfigMaps(system),
	}
	for _, each := range created[*kafkainternals.Consumer](cluster) {
		if err := reconciler.ReconcileKind(ctx, each); err != nil {
			return err
		}
	}
	resource, err := cluster.contract()
	cluster.given.Dispatcher = resource
	return err
}

// created are the objects of a kind that controllers created; the module does not register lists of them.
func created[T runtime.Object](cluster *Cluster) []T {
	objects := []T{}
	for _, action := range cluster.internals.Actions() {
		if create, ok := action.(clienttesting.CreateAction); ok {
			if object, ok := create.GetObject().(T); ok {
				objects = append(objects, object)
			}
		}
	}
	return objects
}

func (cluster *Cluster) groupReconciler(ctx context.Context) *consumergroup.Reconciler {
	// One consumer, on the one Pod that there is.
	everywhere := scheduler.SchedulerFunc(func(context.Context, scheduler.VPod) ([]placements.Placement, error) {
		return []placements.Placement{{PodName: plane, VReplicas: 1}}, nil
	})
	return &consumergroup.Reconciler{
		SchedulerFunc: func(string) (consumergroup.Scheduler, bool) {
			return consumergroup.Scheduler{Scheduler: everywhere}, true
		},
		ConsumerLister:       internalslisters.NewConsumerLister(indexerOf()),
		InternalsClient:      cluster.internals.InternalV1alpha1(),
		SecretLister:         cluster.secrets,
		ConfigMapLister:      cluster.configMaps,
		PodLister:            cluster.pods,
		KubeClient:           cluster.kube,
		Resolver:             &resolver.URIResolver{},
		NameGenerator:        names.SimpleNameGenerator,
		GetKafkaClient:       cluster.client,
		GetKafkaClusterAdmin: cluster.clusterAdmin,
		InitOffsetsFunc: func(context.Context, sarama.Client, sarama.ClusterAdmin, []string, string) (int32, error) {
			return 1, nil
		},
		SystemNamespace:                    system,
		KafkaFeatureFlags:                  cluster.features,
		KedaClient:                         cluster.keda,
		AutoscalerConfig:                   "config-kafka-autoscaler",
		DeleteConsumerGroupMetadataCounter: counter.NewExpiringCounter(ctx),
		InitOffsetLatestInitialOffsetCache: forgetful{},
		EnqueueKey:                         func(string) {},
		ScheduleLatency:                    noop.Int64Histogram{},
		InitializeOffsetLatency:            noop.Int64Histogram{},
		ExpectedReplicas:                   noop.Int64Gauge{},
		ReadyReplicas:                      noop.Int64Gauge{},
	}
}

// forgetful is a cache for one question.
type forgetful struct{}

func (forgetful) Get(string) (prober.Status, bool) { return prober.StatusUnknown, false }

func (forgetful) UpsertStatus(string, prober.Status, struct{}, prober.ExpirationFunc[string, prober.Status, struct{}]) {
}

func (forgetful) Expire(string) {}

// contract is the one entry that the data plane reads.
func (cluster *Cluster) contract() (*Resource, error) {
	written, err := cluster.kube.CoreV1().ConfigMaps(system).Get(context.Background(), contracts, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	parsed, err := base.GetDataPlaneConfigMapData(zap.NewNop(), written, base.JSON)
	if err != nil {
		return nil, err
	}
	if len(parsed.Resources) != 1 {
		return nil, fmt.Errorf("the contract has %d resources", len(parsed.Resources))
	}
	return resourceOf(parsed.Resources[0]), nil
}

func (cluster *Cluster) readKeda(ctx context.Context, group *kafkainternals.ConsumerGroup) error {
	client := cluster.keda.KedaV1alpha1()
	scaled, err := client.ScaledObjects(group.Namespace).Get(ctx, keda.GenerateScaledObjectName(group), metav1.GetOptions{})
	if err != nil {
		// Without the feature, or the annotation, there is none.
		return nil
	}
	given := &Keda{
		Min: *scaled.Spec.MinReplicaCount, Max: *scaled.Spec.MaxReplicaCount,
		Polling: *scaled.Spec.PollingInterval, Cooldown: *scaled.Spec.CooldownPeriod,
	}
	for _, each := range scaled.Spec.Triggers {
		given.Threshold = each.Metadata["lagThreshold"]
		given.Servers = each.Metadata["bootstrapServers"]
		given.Group = each.Metadata["consumerGroup"]
		given.Topics = append(given.Topics, each.Metadata["topic"])
		if each.AuthenticationRef == nil {
			continue
		}
		access, err := client.TriggerAuthentications(group.Namespace).Get(ctx, each.AuthenticationRef.Name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		given.Parameters = cluster.parameters(ctx, group.Namespace, access.Spec.SecretTargetRef)
	}
	cluster.given.Keda = given
	return nil
}

// parameters are found as KEDA finds them (pkg/scaling/resolver/scale_resolvers.go): a key that the Secret does not
// have is an empty text to the scaler.
func (cluster *Cluster) parameters(
	ctx context.Context, namespace string, refs []kedav1alpha1.AuthSecretTargetRef,
) map[string]string {
	found := map[string]string{}
	for _, ref := range refs {
		found[ref.Parameter] = ""
		secret, err := cluster.kube.CoreV1().Secrets(namespace).Get(ctx, ref.Name, metav1.GetOptions{})
		if err != nil {
			continue
		}
		found[ref.Parameter] = valueOf(secret, ref.Key)
	}
	return found
}

// valueOf reads a Secret as the API server keeps it, where a text of `stringData` is in `data`.
func valueOf(secret *corev1.Secret, key string) string {
	if text, ok := secret.StringData[key]; ok {
		return text
	}
	return string(secret.Data[key])
}
