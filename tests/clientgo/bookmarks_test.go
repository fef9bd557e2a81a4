// Proves that watches of every built-in resource tell their clients how far they are: behind the initial events, and shortly before they
// end. Informers resume from there, so a bookmark that is too new loses events and one that never comes costs a list.
package clientgo

import (
	"strconv"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/utils/ptr"
)

const watchSeconds = 4 // long enough for the bookmark that comes two seconds before the end

func watchesOfEveryResource(t *testing.T, s *server, options metav1.ListOptions) map[schema.GroupVersionResource]watch.Interface {
	t.Helper()
	client := must(dynamic.NewForConfig(s.config()))(t)
	watches := map[schema.GroupVersionResource]watch.Interface{}
	for _, resource := range watchable(t, protobufClient(t, s)) {
		watches[resource] = must(client.Resource(resource).Watch(t.Context(), options))(t)
		t.Cleanup(watches[resource].Stop)
	}
	return watches
}

// nextBookmark reads up to the bookmark and gives its annotations and revision; what it reads before is no older.
func nextBookmark(t *testing.T, resource schema.GroupVersionResource, events watch.Interface) (map[string]string, int) {
	t.Helper()
	newest := 0
	for event := range events.ResultChan() {
		object := event.Object.(*unstructured.Unstructured)
		revision, err := strconv.Atoi(object.GetResourceVersion())
		if err != nil {
			t.Fatalf("%v: %v", resource, err)
		}
		if event.Type == watch.Bookmark {
			if revision < newest {
				t.Errorf("%v: the bookmark %d is older than the event %d", resource, revision, newest)
			}
			return object.GetAnnotations(), revision
		}
		newest = max(newest, revision)
	}
	t.Errorf("%v: the watch ended without a bookmark", resource)
	return nil, 0
}

func TestInitialEventsOfEveryResourceEndInABookmark(t *testing.T) {
	server := startServer(t)
	last := must(strconv.Atoi(create(t, server.client(), "last").ResourceVersion))(t)
	watches := watchesOfEveryResource(t, server, metav1.ListOptions{
		SendInitialEvents: ptr.To(true), ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan, AllowWatchBookmarks: true})
	for resource, events := range watches {
		annotations, revision := nextBookmark(t, resource, events)
		if annotations[metav1.InitialEventsAnnotationKey] != "true" || revision < last {
			t.Errorf("%v: a bookmark at %d with %v, after %d", resource, revision, annotations, last)
		}
	}
}

func TestWatchesOfEveryResourceEndWithABookmark(t *testing.T) {
	server := startServer(t)
	client := server.client()
	start := create(t, client, "first").ResourceVersion
	last := must(strconv.Atoi(create(t, client, "last").ResourceVersion))(t)
	watches := watchesOfEveryResource(t, server, metav1.ListOptions{
		ResourceVersion: start, AllowWatchBookmarks: true, TimeoutSeconds: ptr.To(int64(watchSeconds))})
	for resource, events := range watches {
		annotations, revision := nextBookmark(t, resource, events)
		// Most of these resources did not change; they follow the store all the same.
		if len(annotations) != 0 || revision < last {
			t.Errorf("%v: a bookmark at %d with %v, after %d", resource, revision, annotations, last)
		}
	}
}
