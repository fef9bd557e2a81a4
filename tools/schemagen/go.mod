module schemagen

go 1.26

// Read as source, never imported: `go mod tidy` would drop them, so it is never run here. client-go is for the tests alone.
require (
	k8s.io/api v0.36.6
	k8s.io/apiextensions-apiserver v0.36.6
	k8s.io/apimachinery v0.36.6
	k8s.io/apiserver v0.36.6
	k8s.io/client-go v0.36.6
	k8s.io/component-base v0.36.6
	k8s.io/kube-aggregator v0.36.6
)
