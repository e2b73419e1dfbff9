package main

import (
	"context"
	_ "unsafe" // for the functions of Knative that it keeps to itself

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	netv1alpha1 "knative.dev/networking/pkg/apis/networking/v1alpha1"
	netcfg "knative.dev/networking/pkg/config"
	v1 "knative.dev/serving/pkg/apis/serving/v1"
	"knative.dev/serving/pkg/reconciler/nscert"
	"knative.dev/serving/pkg/reconciler/route"
	"knative.dev/serving/pkg/reconciler/route/config"
	"knative.dev/serving/pkg/reconciler/route/domains"
	"knative.dev/serving/pkg/reconciler/route/visibility"
	"knative.dev/serving/pkg/reconciler/service/resources"
)

// question is about one address under the settings of a cluster.
type question struct {
	// Network and Domain are the data of config-network and config-domain.
	Network map[string]string `json:"network"`
	Domain  map[string]string `json:"domain"`
	// Service is a Knative service; a free-standing Route where Route says so.
	Service *service `json:"service"`
	Route   bool     `json:"route"`
	// Tag is one of its traffic, or empty.
	Tag string `json:"tag"`
	// Wildcard asks for the name of a namespace's wildcard certificate.
	Wildcard *wildcard `json:"wildcard"`
}

type service struct {
	Name        string            `json:"name"`
	Namespace   string            `json:"namespace"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

type wildcard struct {
	Namespace string `json:"namespace"`
	Domain    string `json:"domain"`
}

// answer says what Knative refuses, or what the address is.
type answer struct {
	// Refused is why one of the ConfigMaps is not taken.
	Refused string `json:"refused,omitempty"`
	// Error is why there is no address under settings that are taken.
	Error string `json:"error,omitempty"`
	Local bool   `json:"local,omitempty"`
	Host  string `json:"host,omitempty"`
	URL   string `json:"url,omitempty"`
	// Name is that of the wildcard certificate.
	Name string `json:"name,omitempty"`
}

//go:linkname externalDomainTLSEnabled knative.dev/serving/pkg/reconciler/route.externalDomainTLSEnabled
func externalDomainTLSEnabled(ctx context.Context, r *v1.Route) bool

//go:linkname wildcardDomain knative.dev/serving/pkg/reconciler/nscert.wildcardDomain
func wildcardDomain(tmpl, domain, namespace string) (string, error)

// The linker keeps what is named here.
var _ = []any{route.NewController, nscert.NewController}

func (q question) answer() answer {
	network, err := netcfg.NewConfigFromConfigMap(&corev1.ConfigMap{Data: q.Network})
	if err != nil {
		return answer{Refused: err.Error()}
	}
	domain, err := config.NewDomainFromConfigMap(&corev1.ConfigMap{Data: q.Domain})
	if err != nil {
		return answer{Refused: err.Error()}
	}
	if q.Wildcard != nil {
		name, err := wildcardDomain(network.DomainTemplate, q.Wildcard.Domain, q.Wildcard.Namespace)
		if err != nil {
			return answer{Error: err.Error()}
		}
		return answer{Name: name}
	}
	if q.Service == nil {
		return answer{}
	}
	ctx := config.ToContext(context.Background(), &config.Config{Domain: domain, Network: network})
	return address(ctx, q.asRoute(), q.Tag)
}

// asRoute is what the controller of services makes of a service.
func (q question) asRoute() *v1.Route {
	meta := metav1.ObjectMeta{
		Name: q.Service.Name, Namespace: q.Service.Namespace, Labels: q.Service.Labels, Annotations: q.Service.Annotations,
	}
	spec := v1.RouteSpec{Traffic: []v1.TrafficTarget{{Tag: q.Tag}}}
	if q.Route {
		return &v1.Route{ObjectMeta: meta, Spec: spec}
	}
	return resources.MakeRoute(&v1.Service{ObjectMeta: meta, Spec: v1.ServiceSpec{RouteSpec: spec}})
}

// address follows ReconcileKind of the route controller as far as its status.
func address(ctx context.Context, r *v1.Route, tag string) answer {
	noServices := listers.NewServiceLister(cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{
		cache.NamespaceIndex: cache.MetaNamespaceIndexFunc,
	}))
	targets, err := visibility.NewResolver(noServices).GetVisibility(ctx, r)
	if err != nil {
		return answer{Error: err.Error()}
	}
	local := targets[tag] == netv1alpha1.IngressVisibilityClusterLocal
	found, err := domains.GetDomainsForVisibility(ctx, tag, r, targets[tag])
	if err != nil {
		return answer{Local: local, Error: err.Error()}
	}
	scheme := "http"
	if !local {
		scheme = config.FromContext(ctx).Network.DefaultExternalScheme
	}
	// A certificate is wanted for each public host; the address says so from then on.
	if externalDomainTLSEnabled(ctx, r) && !domains.IsClusterLocal(found.Primary) {
		scheme = "https"
	}
	return answer{Local: local, Host: found.Primary, URL: domains.URL(scheme, found.Primary).String()}
}
