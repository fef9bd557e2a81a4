// Proves that somebody who knows no kind can clean up a cluster: what the garbage collector, the namespace controller and the quota
// controller ask. They follow every resource by its metadata alone, and delete and patch by what they read there.
package clientgo

import (
	"context"
	"encoding/json"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/utils/ptr"
)

var configMaps = corev1.SchemeGroupVersion.WithResource("configmaps")

// followedByMetadata runs a metadata informer over each resource that can be deleted, in its preferred version, and gives their stores.
func followedByMetadata(t *testing.T, s *server) map[schema.GroupVersionResource]cache.Store {
	t.Helper()
	lists := must(s.client().Discovery().ServerPreferredResources())(t)
	deletable := discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"delete", "list", "watch"}}, lists)
	resources := must(discovery.GroupVersionResources(deletable))(t)
	factory := metadatainformer.NewSharedInformerFactory(must(metadata.NewForConfig(s.config()))(t), 0)
	stores := map[schema.GroupVersionResource]cache.Store{}
	for resource := range resources {
		stores[resource] = factory.ForResource(resource).Informer().GetStore()
	}
	ctx, cancel := context.WithCancel(context.Background())
	factory.Start(ctx.Done())
	t.Cleanup(func() {
		cancel()
		factory.Shutdown()
	})
	for resource, synced := range factory.WaitForCacheSync(t.Context().Done()) {
		if !synced {
			t.Errorf("%v did not sync", resource)
		}
	}
	return stores
}

func TestMetadataOfEveryResource(t *testing.T) {
	server := startServer(t)
	stores := followedByMetadata(t, server)
	if len(stores) < servedByDefault-5 { // those that are served in several versions are one here
		t.Fatalf("only %d resources", len(stores))
	}
	made := create(t, server.client(), "new")
	eventually(t, "what is made is seen", func() bool {
		found, there, _ := stores[configMaps].GetByKey("default/new")
		return there && found.(*metav1.PartialObjectMetadata).UID == made.UID
	})
	for resource, store := range stores {
		for _, object := range store.List() {
			if found := object.(*metav1.PartialObjectMetadata); found.UID == "" || found.ResourceVersion == "" || found.Name == "" {
				t.Errorf("%v: %v", resource, found)
			}
		}
	}
}

func owned(owner *corev1.ConfigMap, names ...string) []*corev1.ConfigMap {
	var dependents []*corev1.ConfigMap
	for _, name := range names {
		dependent := configMap(name)
		dependent.OwnerReferences = []metav1.OwnerReference{
			{APIVersion: "v1", Kind: "ConfigMap", Name: owner.Name, UID: owner.UID, BlockOwnerDeletion: ptr.To(true)}}
		dependents = append(dependents, dependent)
	}
	return dependents
}

// The steps of the garbage collector for an owner that goes in the foreground: its dependents no longer block, then they go, then it does.
func TestGarbageIsCollectedByMetadata(t *testing.T) {
	server := startServer(t)
	client := protobufClient(t, server).CoreV1().ConfigMaps("default")
	collector := must(metadata.NewForConfig(server.config()))(t).Resource(configMaps).Namespace("default")
	owner := create(t, server.client(), "owner")
	dependent := must(client.Create(t.Context(), owned(owner, "dependent")[0], metav1.CreateOptions{}))(t)
	if err := client.Delete(t.Context(), "owner", metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationForeground)}); err != nil {
		t.Fatal(err)
	}
	waiting := must(collector.Get(t.Context(), "owner", metav1.GetOptions{}))(t)
	if waiting.DeletionTimestamp == nil || len(waiting.Finalizers) != 1 || waiting.Finalizers[0] != metav1.FinalizerDeleteDependents {
		t.Fatalf("%v", waiting)
	}

	// Of the reference only what identifies it and what changes is sent.
	unblock := must(json.Marshal(map[string]any{"metadata": map[string]any{"uid": dependent.UID,
		"ownerReferences": []any{map[string]any{"uid": owner.UID, "blockOwnerDeletion": false}}}}))(t)
	free := must(collector.Patch(t.Context(), "dependent", types.StrategicMergePatchType, unblock, metav1.PatchOptions{}))(t)
	if reference := free.OwnerReferences[0]; *reference.BlockOwnerDeletion || reference.Name != "owner" {
		t.Fatalf("%v", reference)
	}
	stale := metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &dependent.UID, ResourceVersion: &dependent.ResourceVersion}}
	if err := collector.Delete(t.Context(), "dependent", stale); !apierrors.IsConflict(err) {
		t.Fatalf("deleted by an old version: %v", err)
	}
	fresh := metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &dependent.UID, ResourceVersion: &free.ResourceVersion}}
	if err := collector.Delete(t.Context(), "dependent", fresh); err != nil {
		t.Fatal(err)
	}

	finalizers := func(version string) []byte {
		return must(json.Marshal(map[string]any{"metadata": map[string]any{"resourceVersion": version, "finalizers": []string{}}}))(t)
	}
	_, err := collector.Patch(t.Context(), "owner", types.MergePatchType, finalizers(owner.ResourceVersion), metav1.PatchOptions{})
	if !apierrors.IsConflict(err) {
		t.Fatalf("finalizers were taken from an old version: %v", err)
	}
	must(collector.Patch(t.Context(), "owner", types.MergePatchType, finalizers(waiting.ResourceVersion), metav1.PatchOptions{}))(t)
	if _, err := collector.Get(t.Context(), "owner", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Fatalf("the owner is still there: %v", err)
	}
}

func TestOrphansKeepNoOwner(t *testing.T) {
	server := startServer(t)
	client := protobufClient(t, server).CoreV1().ConfigMaps("default")
	collector := must(metadata.NewForConfig(server.config()))(t).Resource(configMaps).Namespace("default")
	owner := create(t, server.client(), "owner")
	for _, dependent := range owned(owner, "a", "b") {
		must(client.Create(t.Context(), dependent, metav1.CreateOptions{}))(t)
	}
	if err := client.Delete(t.Context(), "owner", metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationOrphan)}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b"} {
		dependent := must(collector.Get(t.Context(), name, metav1.GetOptions{}))(t)
		forget := must(json.Marshal(map[string]any{"metadata": map[string]any{"uid": dependent.UID,
			"ownerReferences": []any{map[string]any{"$patch": "delete", "uid": owner.UID}}}}))(t)
		orphan := must(collector.Patch(t.Context(), name, types.StrategicMergePatchType, forget, metav1.PatchOptions{}))(t)
		if len(orphan.OwnerReferences) != 0 {
			t.Fatalf("%v", orphan)
		}
	}
}

// The steps of the namespace controller: everything in the namespace by its metadata, then the namespace's own finalizer.
func TestANamespaceIsEmptiedByMetadata(t *testing.T) {
	server := startServer(t)
	client := protobufClient(t, server)
	collector := must(metadata.NewForConfig(server.config()))(t)
	namespaces := client.CoreV1().Namespaces()
	must(namespaces.Create(t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "brief"}}, metav1.CreateOptions{}))(t)
	for i := range 3 {
		must(client.CoreV1().ConfigMaps("brief").Create(t.Context(), configMap(name(i)), metav1.CreateOptions{}))(t)
	}
	if err := namespaces.Delete(t.Context(), "brief", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.CoreV1().ConfigMaps("brief").Create(t.Context(), configMap("late"), metav1.CreateOptions{}); !apierrors.IsForbidden(err) {
		t.Fatalf("%v", err)
	}
	lists := must(client.Discovery().ServerPreferredNamespacedResources())(t)
	for resource := range must(discovery.GroupVersionResources(discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"deletecollection"}}, lists)))(t) {
		each := collector.Resource(resource).Namespace("brief")
		if err := each.DeleteCollection(t.Context(), metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationBackground)}, metav1.ListOptions{}); err != nil {
			t.Errorf("%v: %v", resource, err)
		}
		if left, err := each.List(t.Context(), metav1.ListOptions{}); err != nil || len(left.Items) != 0 {
			t.Errorf("%v: %v %v", resource, left, err)
		}
	}
	namespace := must(namespaces.Get(t.Context(), "brief", metav1.GetOptions{}))(t)
	if namespace.Status.Phase != corev1.NamespaceTerminating {
		t.Fatalf("%v", namespace.Status)
	}
	namespace.Spec.Finalizers = nil
	must(namespaces.Finalize(t.Context(), namespace, metav1.UpdateOptions{}))(t)
	if _, err := namespaces.Get(t.Context(), "brief", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Fatalf("the namespace is still there: %v", err)
	}
}
