package main

import (
	"context"
	"fmt"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	kafkaconfig "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/config"
	kafkasources "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/sources/config"
	kafkaautoscaler "knative.dev/eventing-kafka-broker/control-plane/pkg/autoscaler"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/kafka"
	"knative.dev/eventing-kafka-broker/control-plane/pkg/propagator"
	eventingdefaults "knative.dev/eventing/pkg/apis/config"
	"knative.dev/eventing/pkg/apis/feature"
	channeldefaults "knative.dev/eventing/pkg/apis/messaging/config"
	pingdefaults "knative.dev/eventing/pkg/apis/sources/config"
	"knative.dev/eventing/pkg/apis/sugar"
	eventingo11y "knative.dev/eventing/pkg/observability/configmap"
	brokerconfig "knative.dev/eventing/pkg/reconciler/broker"
	imcconfig "knative.dev/eventing/pkg/reconciler/inmemorychannel/controller/config"
	"knative.dev/eventing/pkg/resolver"
	"knative.dev/networking/pkg/config"
	"knative.dev/pkg/configmap"
	"knative.dev/pkg/leaderelection"
	"knative.dev/pkg/logging"
	servingdefaults "knative.dev/serving/pkg/apis/config"
	autoscaler "knative.dev/serving/pkg/autoscaler/config"
	"knative.dev/serving/pkg/deployment"
	"knative.dev/serving/pkg/gc"
	servingo11y "knative.dev/serving/pkg/observability/configmap"
	certificates "knative.dev/serving/pkg/reconciler/certificate/config"
	domains "knative.dev/serving/pkg/reconciler/route/config"
)

// Parser is what a component of Knative reads a ConfigMap with.
type Parser struct {
	name string
	read func(*corev1.ConfigMap) (any, []string, error)
}

// parsers by namespace and name of the ConfigMap.
var parsers = map[string]Parser{
	"knative-serving/config-autoscaler":      plain("serving/pkg/autoscaler/config", autoscaler.NewConfigFromConfigMap),
	"knative-serving/config-certmanager":     plain("serving/pkg/reconciler/certificate/config", certificates.NewCertManagerConfigFromConfigMap),
	"knative-serving/config-defaults":        plain("serving/pkg/apis/config", servingdefaults.NewDefaultsConfigFromConfigMap),
	"knative-serving/config-deployment":      plain("serving/pkg/deployment", deployment.NewConfigFromConfigMap),
	"knative-serving/config-domain":          plain("serving/pkg/reconciler/route/config", domains.NewDomainFromConfigMap),
	"knative-serving/config-features":        plain("serving/pkg/apis/config", servingdefaults.NewFeaturesConfigFromConfigMap),
	"knative-serving/config-gc":              logged("serving/pkg/gc", gc.NewConfigFromConfigMapFunc),
	"knative-serving/config-leader-election": plain("pkg/leaderelection", leaderelection.NewConfigFromConfigMap),
	"knative-serving/config-logging":         plain("pkg/logging", logging.NewConfigFromConfigMap),
	"knative-serving/config-network":         plain("networking/pkg/config", config.NewConfigFromConfigMap),
	"knative-serving/config-observability":   plain("serving/pkg/observability/configmap", servingo11y.Parse),

	"knative-eventing/config-br-default-channel":   logged("eventing/pkg/reconciler/broker", brokerconfig.NewConfigFromConfigMapFunc),
	"knative-eventing/config-br-defaults":          plain("eventing/pkg/apis/config", eventingdefaults.NewDefaultsConfigFromConfigMap),
	"knative-eventing/config-features":             plain("eventing/pkg/apis/feature", feature.NewFlagsConfigFromConfigMap),
	"knative-eventing/config-imc-event-dispatcher": plain("eventing/pkg/reconciler/inmemorychannel/controller/config", imcconfig.NewEventDisPatcherConfigFromConfigMap),
	"knative-eventing/config-kreference-mapping":   {name: "eventing/pkg/resolver", read: readMapping},
	"knative-eventing/config-leader-election":      plain("pkg/leaderelection", leaderelection.NewConfigFromConfigMap),
	"knative-eventing/config-logging":              plain("pkg/logging", logging.NewConfigFromConfigMap),
	"knative-eventing/config-observability":        plain("eventing/pkg/observability/configmap", eventingo11y.Parse),
	"knative-eventing/config-ping-defaults":        plain("eventing/pkg/apis/sources/config", pingdefaults.NewPingDefaultsConfigFromConfigMap),
	"knative-eventing/config-sugar":                plain("eventing/pkg/apis/sugar", sugar.NewConfigFromConfigMap),
	"knative-eventing/default-ch-webhook":          plain("eventing/pkg/apis/messaging/config", channeldefaults.NewChannelDefaultsConfigFromConfigMap),

	"knative-eventing/config-kafka-autoscaler":            {name: "eventing-kafka-broker/control-plane/pkg/autoscaler", read: readAutoscaler},
	"knative-eventing/config-kafka-features":              {name: "eventing-kafka-broker/control-plane/pkg/apis/config", read: readKafkaFeatures},
	"knative-eventing/config-kafka-leader-election":       plain("pkg/leaderelection", leaderelection.NewConfigFromConfigMap),
	"knative-eventing/config-kafka-source-defaults":       plain("eventing-kafka-broker/control-plane/pkg/apis/sources/config", kafkasources.NewKafkaDefaultsConfigFromConfigMap),
	"knative-eventing/config-namespaced-broker-resources": {name: "eventing-kafka-broker/control-plane/pkg/propagator", read: readResources},
	"knative-eventing/kafka-broker-config":                {name: "eventing-kafka-broker/control-plane/pkg/kafka", read: readTopics},
	"knative-eventing/kafka-channel-config":               {name: "eventing-kafka-broker/control-plane/pkg/kafka", read: readServers},
}

func plain[T any](name string, construct func(*corev1.ConfigMap) (T, error)) Parser {
	return Parser{name: name, read: func(configMap *corev1.ConfigMap) (any, []string, error) {
		value, err := construct(configMap)
		return value, nil, err
	}}
}

// logged is for constructors that tell their logger what they do not refuse.
func logged[T any](name string, construct func(context.Context) func(*corev1.ConfigMap) (T, error)) Parser {
	return Parser{name: name, read: func(configMap *corev1.ConfigMap) (any, []string, error) {
		ctx, warnings := listening()
		value, err := construct(ctx)(configMap)
		return value, warnings(), err
	}}
}

// listening gives a context whose logger keeps warnings and errors.
func listening() (context.Context, func() []string) {
	core, kept := observer.New(zap.WarnLevel)
	ctx := logging.WithLogger(context.Background(), zap.New(core).Sugar())
	return ctx, func() []string {
		lines := []string{}
		for _, entry := range kept.All() {
			lines = append(lines, fmt.Sprint(entry.Message, " ", entry.ContextMap()))
		}
		return lines
	}
}

// readMapping lets the resolver watch a ConfigMap; it keeps what it cannot read to its log.
func readMapping(configMap *corev1.ConfigMap) (any, []string, error) {
	ctx, warnings := listening()
	resolver.NewMappingResolver(ctx, configmap.NewStaticWatcher(configMap), nil)
	return configMap.Data, warnings(), nil
}

// example is an object that templates are tried with.
var example = metav1.ObjectMeta{Namespace: "shop", Name: "orders", UID: "4f0e1c62-5a0c-4b8e-9d3a-6a1f0f9f7a11"}

// readKafkaFeatures tries the templates too: one that cannot be executed fails every object that needs a name.
func readKafkaFeatures(configMap *corev1.ConfigMap) (any, []string, error) {
	flags, err := kafkaconfig.NewFeaturesConfigFromMap(configMap)
	if err != nil {
		return nil, nil, err
	}
	names := []string{}
	for _, execute := range []func(metav1.ObjectMeta) (string, error){
		flags.ExecuteTriggersConsumerGroupTemplate, flags.ExecuteBrokersTopicTemplate, flags.ExecuteChannelsTopicTemplate,
	} {
		name, err := execute(example)
		if err != nil {
			return nil, nil, err
		}
		names = append(names, name)
	}
	return []any{
		names, flags.IsDispatcherRateLimiterEnabled(), flags.IsDispatcherOrderedExecutorMetricsEnabled(), flags.IsControllerAutoscalerEnabled(),
	}, nil, nil
}

// readAutoscaler takes what the controllers take: the data as it stands.
func readAutoscaler(configMap *corev1.ConfigMap) (any, []string, error) {
	value, err := kafkaautoscaler.NewConfigFromMap(configMap.Data)
	return value, nil, err
}

func readTopics(configMap *corev1.ConfigMap) (any, []string, error) {
	value, err := kafka.TopicConfigFromConfigMap(zap.NewNop(), configMap)
	return value, nil, err
}

func readServers(configMap *corev1.ConfigMap) (any, []string, error) {
	value, err := kafka.BootstrapServersFromConfigMap(zap.NewNop(), configMap)
	return value, nil, err
}

func readResources(configMap *corev1.ConfigMap) (any, []string, error) {
	value, err := propagator.Unmarshal(configMap, propagator.TemplateData{Namespace: example.Namespace})
	return value, nil, err
}
