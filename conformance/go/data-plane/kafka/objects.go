package main

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	sinks "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/eventing/v1alpha1"
	channels "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/messaging/v1beta1"
	sources "knative.dev/eventing-kafka-broker/control-plane/pkg/apis/sources/v1"
	eventing "knative.dev/eventing/pkg/apis/eventing/v1"
)

// Objects are those of a question, by how controllers find them.
type Objects struct {
	core     []runtime.Object
	brokers  []*eventing.Broker
	triggers []*eventing.Trigger
	sinks    []*sinks.KafkaSink
	channels []*channels.KafkaChannel
	sources  []*sources.KafkaSource
	rendered map[string]map[string][]byte
}

func readObjects(question Question) (*Objects, error) {
	objects := &Objects{rendered: map[string]map[string][]byte{}}
	for _, text := range question.Objects {
		meta := metav1.PartialObjectMetadata{}
		if err := json.Unmarshal(text, &meta); err != nil {
			return nil, err
		}
		if err := objects.add(meta.Kind, text, question.Stored); err != nil {
			return nil, fmt.Errorf("%s %s/%s: %w", meta.Kind, meta.Namespace, meta.Name, err)
		}
	}
	return objects, nil
}

func (objects *Objects) add(kind string, text []byte, stored []Stored) error {
	switch kind {
	case "ConfigMap":
		return keep(text, &objects.core, &corev1.ConfigMap{})
	case "Secret":
		return keep(text, &objects.core, &corev1.Secret{})
	case "ExternalSecret", "VaultStaticSecret":
		secret, err := render(kind, text, stored)
		if err != nil {
			return err
		}
		objects.core = append(objects.core, secret)
		objects.rendered[secret.Namespace+"/"+secret.Name] = secret.Data
		return nil
	case "Broker":
		return decode(text, &objects.brokers)
	case "Trigger":
		return decode(text, &objects.triggers)
	case "KafkaSink":
		return decode(text, &objects.sinks)
	case "KafkaChannel":
		return decode(text, &objects.channels)
	case "KafkaSource":
		return decode(text, &objects.sources)
	default:
		return fmt.Errorf("no reader looks at this kind")
	}
}

func keep(text []byte, list *[]runtime.Object, object runtime.Object) error {
	*list = append(*list, object)
	return json.Unmarshal(text, object)
}

func decode[T any](text []byte, list *[]*T) error {
	object := new(T)
	if err := json.Unmarshal(text, object); err != nil {
		return err
	}
	*list = append(*list, object)
	return nil
}

type named interface {
	GetNamespace() string
	GetName() string
	SetUID(uid types.UID)
}

// find gives the object that is asked about the identity that the API server would have given it.
func find[T named](list []T, target Target) (T, error) {
	for _, object := range list {
		if object.GetNamespace() == target.Namespace && object.GetName() == target.Name {
			object.SetUID(types.UID("uid-" + target.Name))
			return object, nil
		}
	}
	var none T
	return none, fmt.Errorf("the question has no %s %s/%s", target.Kind, target.Namespace, target.Name)
}
