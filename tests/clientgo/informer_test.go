// Proves that client-go's informers, which every controller stands on, stay in step with the server: list and watch, resync, a server
// that is killed and comes back, streamed lists, and protobuf.
package clientgo

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/retry"
)

const items = 200

func configMap(name string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: map[string]string{"n": "0"}}
}

func create(t *testing.T, client kubernetes.Interface, name string) *corev1.ConfigMap {
	t.Helper()
	made, err := client.CoreV1().ConfigMaps("default").Create(t.Context(), configMap(name), metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// counts of what an informer's handler was told.
type counts struct{ added, updated, deleted, resynced atomic.Int64 }

func (c *counts) handler() cache.ResourceEventHandlerFuncs {
	return cache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { c.added.Add(1) },
		UpdateFunc: func(old, new any) {
			if old.(metav1.Object).GetResourceVersion() == new.(metav1.Object).GetResourceVersion() {
				c.resynced.Add(1)
			} else {
				c.updated.Add(1)
			}
		},
		DeleteFunc: func(any) { c.deleted.Add(1) },
	}
}

// watchConfigMaps runs an informer over the ConfigMaps of "default" until the test ends.
func watchConfigMaps(t *testing.T, client kubernetes.Interface, resync time.Duration) (cache.SharedIndexInformer, *counts) {
	t.Helper()
	factory := informers.NewSharedInformerFactoryWithOptions(client, resync, informers.WithNamespace("default"))
	informer := factory.Core().V1().ConfigMaps().Informer()
	seen := &counts{}
	if _, err := informer.AddEventHandler(seen.handler()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	factory.Start(ctx.Done())
	t.Cleanup(func() {
		cancel()
		factory.Shutdown()
	})
	for kind, synced := range factory.WaitForCacheSync(t.Context().Done()) {
		if !synced {
			t.Fatalf("%v did not sync", kind)
		}
	}
	return informer, seen
}

func TestInformerFollowsEveryChange(t *testing.T) {
	client := startServer(t).client()
	for i := range items / 2 {
		create(t, client, name(i))
	}
	informer, seen := watchConfigMaps(t, client, 0)
	if got := len(informer.GetStore().ListKeys()); got != items/2 {
		t.Fatalf("the first list has %d items", got)
	}
	maps := client.CoreV1().ConfigMaps("default")
	for i := items / 2; i < items; i++ {
		create(t, client, name(i))
	}
	for i := range items {
		patch := []byte(`{"data":{"n":"1"}}`)
		if _, err := maps.Patch(t.Context(), name(i), types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range items / 4 {
		if err := maps.Delete(t.Context(), name(i), metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "all changes were seen, each once", func() bool {
		return seen.added.Load() == items && seen.updated.Load() == items && seen.deleted.Load() == items/4
	})
	listed, err := maps.List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range listed.Items {
		cached, there, _ := informer.GetStore().Get(&listed.Items[i])
		if !there || cached.(*corev1.ConfigMap).ResourceVersion != listed.Items[i].ResourceVersion || cached.(*corev1.ConfigMap).Data["n"] != "1" {
			t.Fatalf("%s differs between cache and server", listed.Items[i].Name)
		}
	}
}

func TestInformerResyncs(t *testing.T) {
	client := startServer(t).client()
	create(t, client, "a")
	_, seen := watchConfigMaps(t, client, time.Second)
	eventually(t, "the handler was given the object again", func() bool { return seen.resynced.Load() >= 2 })
}

func TestInformerGoesOnAfterTheServerWasKilled(t *testing.T) {
	server := startServer(t)
	client := server.client()
	kept := create(t, client, "kept")
	create(t, client, "deleted")
	informer, seen := watchConfigMaps(t, client, 0)
	server.kill()
	server.start()
	// Made by a client that the informer knows nothing of.
	other := server.client()
	create(t, other, "new")
	if err := other.CoreV1().ConfigMaps("default").Delete(t.Context(), "deleted", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the cache is that of the server again", func() bool {
		_, hasNew, _ := informer.GetStore().GetByKey("default/new")
		_, hasDeleted, _ := informer.GetStore().GetByKey("default/deleted")
		return hasNew && !hasDeleted
	})
	cached, _, _ := informer.GetStore().GetByKey("default/kept")
	if got := cached.(*corev1.ConfigMap); got.UID != kept.UID || got.ResourceVersion != kept.ResourceVersion {
		t.Fatalf("the object changed over the restart: %v %v", kept.ObjectMeta, got.ObjectMeta)
	}
	if seen.added.Load() != 3 || seen.deleted.Load() != 1 {
		t.Fatalf("added %d, deleted %d", seen.added.Load(), seen.deleted.Load())
	}
}

func TestDynamicInformer(t *testing.T) {
	server := startServer(t)
	client := server.client()
	create(t, client, "a")
	dynamicClient, err := dynamic.NewForConfig(server.config())
	if err != nil {
		t.Fatal(err)
	}
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(dynamicClient, 0, "default", nil)
	informer := factory.ForResource(schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}).Informer()
	factory.Start(t.Context().Done())
	factory.WaitForCacheSync(t.Context().Done())
	create(t, client, "b")
	eventually(t, "both are in the cache", func() bool { return len(informer.GetStore().ListKeys()) == 2 })
	object, _, _ := informer.GetStore().GetByKey("default/b")
	if value, _, _ := unstructured.NestedString(object.(*unstructured.Unstructured).Object, "data", "n"); value != "0" {
		t.Fatalf("data.n is %q", value)
	}
}

func TestProtobufClient(t *testing.T) {
	server := startServer(t)
	config := server.config()
	config.ContentType = "application/vnd.kubernetes.protobuf"
	config.AcceptContentTypes = "application/vnd.kubernetes.protobuf"
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	create(t, client, "binary")
	informer, seen := watchConfigMaps(t, client, 0)
	create(t, client, "second")
	eventually(t, "both are in the cache", func() bool { return seen.added.Load() == 2 })
	cached, _, _ := informer.GetStore().GetByKey("default/second")
	if cached.(*corev1.ConfigMap).Data["n"] != "0" {
		t.Fatalf("%v", cached)
	}
	_, err = client.CoreV1().ConfigMaps("default").Get(t.Context(), "missing", metav1.GetOptions{})
	if !apierrors.IsNotFound(err) {
		t.Fatalf("%v", err)
	}
}

func TestPagedListAndConflicts(t *testing.T) {
	client := startServer(t).client()
	for i := range 25 {
		create(t, client, name(i))
	}
	maps := client.CoreV1().ConfigMaps("default")
	names, pages := map[string]bool{}, 0
	options := metav1.ListOptions{Limit: 10}
	for {
		page, err := maps.List(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, item := range page.Items {
			names[item.Name] = true
		}
		if options.Continue = page.Continue; options.Continue == "" {
			break
		}
	}
	if pages != 3 || len(names) != 25 {
		t.Fatalf("%d items on %d pages", len(names), pages)
	}
	stale, _ := maps.Get(t.Context(), name(0), metav1.GetOptions{})
	fresh := stale.DeepCopy()
	fresh.Data["n"] = "1"
	if _, err := maps.Update(t.Context(), fresh, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := maps.Update(t.Context(), stale, metav1.UpdateOptions{}); !apierrors.IsConflict(err) {
		t.Fatalf("%v", err)
	}
	err := retry.RetryOnConflict(retry.DefaultRetry, func() error {
		latest, err := maps.Get(t.Context(), name(0), metav1.GetOptions{})
		if err != nil {
			return err
		}
		latest.Data["n"] = "2"
		_, err = maps.Update(t.Context(), latest, metav1.UpdateOptions{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
