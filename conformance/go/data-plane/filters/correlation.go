package main

import (
	"context"
	"os"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	informers "k8s.io/client-go/informers/core/v1"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"knative.dev/eventing/pkg/requestreply"
	secretinformer "knative.dev/pkg/injection/clients/namespacedkube/informers/core/v1/secret"
	"knative.dev/pkg/system"
)

type secretQuestion struct {
	Name string            `json:"name"`
	Keys map[string][]byte `json:"keys"`
}

type correlateQuestion struct {
	ID    string `json:"id"`
	Key   []byte `json:"key"`
	Index int    `json:"index"`
}

// secrets stands for the informer that the function reads keys from; nothing watches, the questions fill it.
type secrets struct {
	informers.SecretInformer
	store cache.Indexer
}

func newSecrets() secrets {
	return secrets{store: cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})}
}

func (s secrets) Lister() listers.SecretLister {
	return listers.NewSecretLister(s.store)
}

// register makes KN_VERIFY_CORRELATION_ID known, as the broker's filter does when it starts.
func (s secrets) register() {
	if err := os.Setenv(system.NamespaceEnvKey, "knative-eventing"); err != nil {
		panic(err)
	}
	ctx := context.WithValue(quiet, secretinformer.Key{}, s)
	if err := requestreply.RegisterCESQLVerifyCorrelationIdFilter(ctx); err != nil {
		panic(err)
	}
}

func (s secrets) add(q secretQuestion) answer {
	err := s.store.Add(&corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: q.Name, Namespace: system.Namespace()},
		Data:       q.Keys,
	})
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Text: q.Name}
}

// correlate gives the id that a RequestReply would put on an event.
func correlate(q correlateQuestion) answer {
	event := cloudevents.NewEvent()
	event.SetID(q.ID)
	if err := requestreply.SetCorrelationId(&event, "replyid", q.Key, q.Index); err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Text: event.Extensions()["replyid"].(string)}
}
