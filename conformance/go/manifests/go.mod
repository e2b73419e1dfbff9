// Modules of which the judge reads files only: release manifests and CustomResourceDefinitions. Nothing of them is compiled.
module cdk8s-knative/conformance/manifests

go 1.25.0

require (
	github.com/cert-manager/cert-manager v1.21.2
	github.com/external-secrets/external-secrets v1.3.2
	github.com/fluxcd/kustomize-controller v1.9.1
	github.com/hashicorp/vault-secrets-operator v0.10.0
	github.com/projectcontour/contour v1.33.8
	knative.dev/operator v0.50.0
)
