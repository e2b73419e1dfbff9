package main

import (
	"context"
	"net"

	"github.com/IBM/sarama"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"

	features "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/config"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/apis/internalskafkaeventing"
	internals "knative.dev/eventing-kafka-broker/control-plane/pkg/client/clientset/versioned/fake"
	internalslisters "knative.dev/eventing-kafka-broker/control-plane/pkg/client/listers/internalskafkaeventing/v1alpha1"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/config"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/kafka"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/prober"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/reconciler/base"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/security"
	keda "knative.dev/eventing-kafka-broker/third_party/pkg/client/clientset/versioned/fake"
	policies "knative.dev/eventing/pkg/client/listers/eventing/v1alpha1"
	"knative.dev/pkg/controller"
	"knative.dev/pkg/tracker"
)

const (
	system = "knative-eventing"
	// contracts is the ConfigMap by which a controller speaks to the data plane.
	contracts = "contracts"
	// plane labels, and names, the one Pod of the data plane.
	plane = "data-plane"
	// dataPlane has the properties of the data plane's own Kafka clients.
	dataPlane = "config-kafka-broker-data-plane"
)

// Cluster is what the controllers see of a Kubernetes cluster and of the Kafka cluster beside it.
type Cluster struct {
	kube      *fake.Clientset
	internals *internals.Clientset
	keda      *keda.Clientset

	configMaps corelisters.ConfigMapLister
	secrets    corelisters.SecretLister
	services   corelisters.ServiceLister
	pods       corelisters.PodLister
	accounts   corelisters.ServiceAccountLister
	groups     internalslisters.ConsumerGroupLister
	policies   policies.EventPolicyLister
	features   *features.KafkaFeatureFlags

	existing []string
	given    *Answer
}

func newCluster(question Question, objects *Objects, given *Answer) (*Cluster, error) {
	flags, err := features.NewFeaturesConfigFromMap(&corev1.ConfigMap{Data: question.Features})
	if err != nil {
		return nil, err
	}
	core := append([]runtime.Object{dataPlanePod(), released("config-kafka-autoscaler"), released(dataPlane)}, objects.core...)
	return &Cluster{
		kube:       fake.NewSimpleClientset(core...),
		internals:  internals.NewSimpleClientset(),
		keda:       keda.NewSimpleClientset(),
		configMaps: corelisters.NewConfigMapLister(indexerOfType[*corev1.ConfigMap](core)),
		secrets:    corelisters.NewSecretLister(indexerOfType[*corev1.Secret](core)),
		services:   corelisters.NewServiceLister(indexerOf()),
		pods:       corelisters.NewPodLister(indexerOfType[*corev1.Pod](core)),
		accounts:   corelisters.NewServiceAccountLister(indexerOf()),
		groups:     internalslisters.NewConsumerGroupLister(indexerOf()),
		policies:   policies.NewEventPolicyLister(indexerOf()),
		features:   flags,
		existing:   question.Topics,
		given:      given,
	}, nil
}

func indexerOf(objects ...runtime.Object) cache.Indexer {
	index := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	for _, object := range objects {
		// An object that was read has a name, which is all that can be wrong here.
		_ = index.Add(object)
	}
	return index
}

func indexerOfType[T runtime.Object](objects []runtime.Object) cache.Indexer {
	index := indexerOf()
	for _, object := range objects {
		if typed, ok := object.(T); ok {
			_ = index.Add(typed)
		}
	}
	return index
}

// dataPlanePod runs as receiver and dispatcher: without one the controllers wait.
func dataPlanePod() *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: system, Name: plane, Labels: map[string]string{"app": plane}},
		Spec: corev1.PodSpec{Volumes: []corev1.Volume{{
			Name: internalskafkaeventing.DispatcherVolumeName,
			VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: contracts},
			}},
		}}},
		Status: corev1.PodStatus{
			Phase:      corev1.PodRunning,
			Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}},
		},
	}
}

// released is a ConfigMap of the release, of which the defaults are what matters.
func released(name string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: objectMeta(system, name)}
}

func (cluster *Cluster) context() context.Context {
	return controller.WithEventRecorder(context.Background(), &record.FakeRecorder{})
}

func (cluster *Cluster) base() *base.Reconciler {
	return &base.Reconciler{
		KubeClient:                   cluster.kube,
		PodLister:                    cluster.pods,
		SecretLister:                 cluster.secrets,
		Tracker:                      tracker.New(nothing, 0),
		DataPlaneConfigMapNamespace:  system,
		ContractConfigMapName:        contracts,
		ContractConfigMapFormat:      base.JSON,
		DataPlaneNamespace:           system,
		DataPlaneConfigConfigMapName: dataPlane,
		DispatcherLabel:              plane,
		ReceiverLabel:                plane,
	}
}

func (cluster *Cluster) environment(general string) *config.Env {
	return &config.Env{
		DataPlaneConfigMapNamespace:  system,
		ContractConfigMapName:        contracts,
		DataPlaneConfigConfigMapName: dataPlane,
		GeneralConfigMapName:         general,
		IngressName:                  "kafka-ingress",
		SystemNamespace:              system,
		ContractConfigMapFormat:      base.JSON,
	}
}

func ready(context.Context, prober.ProberAddressable, prober.Status) prober.Status {
	return prober.StatusReady
}

// connect does what the client pool does (kafka/clientpool/clientpool.go) up to the first connection, and keeps the
// configuration that it would connect with.
func (cluster *Cluster) connect(servers []string, secret *corev1.Secret) error {
	option, err := security.NewSaramaSecurityOptionFromSecret(secret)
	if err != nil {
		return err
	}
	configuration, err := kafka.GetSaramaConfig(option, kafka.DisableOffsetAutoCommitConfigOption)
	if err != nil {
		return err
	}
	if err := configuration.Validate(); err != nil {
		return err
	}
	if len(servers) < 1 {
		return sarama.ConfigurationError("You must provide at least one broker address")
	}
	for _, server := range servers {
		if err := dial(server); err != nil {
			return err
		}
	}
	cluster.given.Clients = append(cluster.given.Clients, clientOf(servers, configuration))
	return nil
}

// dial refuses what the net package refuses before it looks up the host.
func dial(server string) error {
	_, port, err := net.SplitHostPort(server)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return &net.OpError{Op: "dial", Net: "tcp", Err: err}
	}
	return nil
}

func (cluster *Cluster) clusterAdmin(_ context.Context, servers []string, secret *corev1.Secret) (sarama.ClusterAdmin, error) {
	if err := cluster.connect(servers, secret); err != nil {
		return nil, err
	}
	return &admin{cluster: cluster}, nil
}

func (cluster *Cluster) client(_ context.Context, servers []string, secret *corev1.Secret) (sarama.Client, error) {
	if err := cluster.connect(servers, secret); err != nil {
		return nil, err
	}
	return &client{}, nil
}

// admin answers for the Kafka cluster; what it does not have, the controllers do not ask here.
type admin struct {
	sarama.ClusterAdmin
	cluster *Cluster
}

func (admin *admin) Close() error { return nil }

func (admin *admin) CreateTopic(name string, detail *sarama.TopicDetail, _ bool) error {
	topic := &Topic{Name: name, Created: true, Partitions: detail.NumPartitions, Replication: detail.ReplicationFactor}
	for option, value := range detail.ConfigEntries {
		if topic.Options == nil {
			topic.Options = map[string]string{}
		}
		topic.Options[option] = *value
	}
	admin.cluster.given.Topic = topic
	return nil
}

func (admin *admin) DescribeTopics(names []string) ([]*sarama.TopicMetadata, error) {
	found := []*sarama.TopicMetadata{}
	for _, name := range names {
		admin.cluster.given.Topic = &Topic{Name: name}
		for _, existing := range admin.cluster.existing {
			if existing == name {
				found = append(found, &sarama.TopicMetadata{Name: name, Partitions: []*sarama.PartitionMetadata{{}}})
			}
		}
	}
	return found, nil
}

type client struct {
	sarama.Client
}

func (*client) Close() error { return nil }

func objectMeta(namespace, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: namespace, Name: name}
}
