// Proves that informers over every built-in resource, in protobuf, sync, and see what is made after that, also when the server was
// killed in between: what kube-controller-manager asks of a server. And the traffic that every component makes beside its informers:
// events with their series, and leases.
package clientgo

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	coordinationapply "k8s.io/client-go/applyconfigurations/coordination/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/record"
)

const servedByDefault = 58 // resources of 1.36 that can be watched, without aggregated ones and definitions

const protobuf = "application/vnd.kubernetes.protobuf"

func protobufClient(t *testing.T, s *server) kubernetes.Interface {
	t.Helper()
	config := s.config()
	config.ContentType, config.AcceptContentTypes = protobuf, protobuf
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// watchable lists every resource of client-go's types that the server lets be listed and watched, in each of its versions.
func watchable(t *testing.T, client kubernetes.Interface) []schema.GroupVersionResource {
	t.Helper()
	_, lists, err := client.Discovery().ServerGroupsAndResources()
	if err != nil {
		t.Fatal(err)
	}
	var all []schema.GroupVersionResource
	for _, list := range lists {
		version, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			t.Fatal(err)
		}
		for _, resource := range list.APIResources {
			verbs := map[string]bool{}
			for _, verb := range resource.Verbs {
				verbs[verb] = true
			}
			if verbs["list"] && verbs["watch"] && scheme.Scheme.Recognizes(version.WithKind(resource.Kind)) {
				all = append(all, version.WithResource(resource.Name))
			}
		}
	}
	return all
}

func TestInformersOverEveryResourceInProtobuf(t *testing.T) {
	server := startServer(t)
	client := protobufClient(t, server)
	resources := watchable(t, client)
	if len(resources) < servedByDefault {
		t.Fatalf("only %d resources: %v", len(resources), resources)
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	stores := map[schema.GroupVersionResource]cache.Store{}
	for _, resource := range resources {
		informer, err := factory.ForResource(resource)
		if err != nil {
			t.Fatal(err)
		}
		stores[resource] = informer.Informer().GetStore()
	}
	ctx, cancel := context.WithCancel(t.Context())
	factory.Start(ctx.Done())
	defer factory.Shutdown()
	defer cancel()
	for kind, synced := range factory.WaitForCacheSync(t.Context().Done()) {
		if !synced {
			t.Errorf("%v did not sync", kind)
		}
	}
	fmt.Printf("       informers over %d resources\n", len(resources))

	namespaces := stores[corev1.SchemeGroupVersion.WithResource("namespaces")]
	configMaps := stores[corev1.SchemeGroupVersion.WithResource("configmaps")]
	eventually(t, "the system namespaces are there", func() bool { return len(namespaces.ListKeys()) == 4 })
	create(t, client, "before")
	eventually(t, "the informer sees what is made", func() bool {
		_, there, _ := configMaps.GetByKey("default/before")
		return there
	})
	server.kill()
	server.start()
	create(t, client, "after")
	eventually(t, "it goes on after the server was killed", func() bool {
		_, there, _ := configMaps.GetByKey("default/after")
		return there
	})
}

func TestEventsAndTheirSeries(t *testing.T) {
	server := startServer(t)
	client := protobufClient(t, server)
	about := create(t, client, "subject")
	reference := &corev1.ObjectReference{Kind: "ConfigMap", APIVersion: "v1", Namespace: "default", Name: "subject", UID: about.UID}

	old := record.NewBroadcaster()
	defer old.Shutdown()
	old.StartRecordingToSink(&recordSink{client})
	recorder := old.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "test"})
	for range 3 {
		recorder.Event(reference, corev1.EventTypeNormal, "Counted", "the same again")
	}
	list := func(selector string) []corev1.Event {
		found, err := client.CoreV1().Events("default").List(t.Context(), metav1.ListOptions{FieldSelector: selector})
		if err != nil {
			t.Fatal(err)
		}
		return found.Items
	}
	eventually(t, "three events are one that counts", func() bool {
		found := list("reason=Counted,involvedObject.name=subject")
		return len(found) == 1 && found[0].Count == 3
	})

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: client.EventsV1()})
	defer broadcaster.Shutdown()
	if err := broadcaster.StartRecordingToSinkWithContext(ctx); err != nil {
		t.Fatal(err)
	}
	newRecorder := broadcaster.NewRecorder(scheme.Scheme, "example.com/test")
	repeated := func() []eventsv1.Event {
		found, err := client.EventsV1().Events("default").List(t.Context(), metav1.ListOptions{FieldSelector: "reason=Repeated"})
		if err != nil {
			t.Fatal(err)
		}
		return found.Items
	}
	repeat := func() {
		newRecorder.Eventf(reference, nil, corev1.EventTypeWarning, "Repeated", "Testing", "number %d", 1)
	}
	repeat()
	// The recorder would try again in ten seconds if its patch came before the event.
	eventually(t, "the first event is there", func() bool { return len(repeated()) == 1 })
	repeat()
	var series *eventsv1.EventSeries
	eventually(t, "a repeated event has a series", func() bool {
		series = repeated()[0].Series
		return series != nil
	})
	if series.Count != 2 || len(list("type=Warning")) != 1 {
		t.Fatalf("%v", series)
	}
}

// recordSink is what client-go's typed client makes of record.EventSink; the events of any namespace.
type recordSink struct{ client kubernetes.Interface }

func (s *recordSink) Create(event *corev1.Event) (*corev1.Event, error) {
	return s.client.CoreV1().Events(event.Namespace).Create(context.Background(), event, metav1.CreateOptions{})
}

func (s *recordSink) Update(event *corev1.Event) (*corev1.Event, error) {
	return s.client.CoreV1().Events(event.Namespace).Update(context.Background(), event, metav1.UpdateOptions{})
}

func (s *recordSink) Patch(event *corev1.Event, patch []byte) (*corev1.Event, error) {
	return s.client.CoreV1().Events(event.Namespace).Patch(context.Background(), event.Name, types.StrategicMergePatchType, patch, metav1.PatchOptions{})
}

var _ record.EventSink = &recordSink{}

// A component with a service account's token: asked for, shown to the server, reviewed by another, and worthless once the account is gone.
func TestTokensOfServiceAccounts(t *testing.T) {
	server := startServer(t)
	client := protobufClient(t, server)
	accounts := client.CoreV1().ServiceAccounts("default")
	if _, err := accounts.Create(t.Context(), &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "robot"}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	issued, err := accounts.CreateToken(t.Context(), "robot", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	config := rest.AnonymousClientConfig(server.config())
	config.BearerToken = issued.Status.Token
	robot, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	const user = "system:serviceaccount:default:robot"
	self, err := robot.AuthenticationV1().SelfSubjectReviews().Create(t.Context(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil || self.Status.UserInfo.Username != user {
		t.Fatalf("%v %v", self, err)
	}
	_, err = robot.CoreV1().Secrets("default").List(t.Context(), metav1.ListOptions{})
	if !apierrors.IsForbidden(err) {
		t.Fatalf("%v", err)
	}
	review := func() authenticationv1.TokenReviewStatus {
		asked := &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: issued.Status.Token}}
		answer, err := client.AuthenticationV1().TokenReviews().Create(t.Context(), asked, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return answer.Status
	}
	if status := review(); !status.Authenticated || status.User.Username != user {
		t.Fatalf("%v", status)
	}
	if err := accounts.Delete(t.Context(), "robot", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the token is worthless", func() bool { return !review().Authenticated })
}

// Many kubelets renew their Leases at once, each its own.
func TestLeasesOfManyNodes(t *testing.T) {
	const nodes, renewals = 50, 10
	client := protobufClient(t, startServer(t))
	leases := client.CoordinationV1().Leases("kube-node-lease")
	var group sync.WaitGroup
	faults := make(chan error, nodes)
	for i := range nodes {
		group.Go(func() {
			for n := range renewals {
				lease := coordinationapply.Lease(name(i), "kube-node-lease").WithSpec(coordinationapply.LeaseSpec().
					WithHolderIdentity(name(i)).WithLeaseDurationSeconds(40).WithLeaseTransitions(int32(n)).
					WithRenewTime(metav1.NewMicroTime(time.Now())))
				if _, err := leases.Apply(t.Context(), lease, metav1.ApplyOptions{FieldManager: "kubelet"}); err != nil {
					faults <- err
					return
				}
			}
		})
	}
	group.Wait()
	close(faults)
	for err := range faults {
		t.Fatal(err)
	}
	found, err := leases.List(t.Context(), metav1.ListOptions{})
	if err != nil || len(found.Items) != nodes {
		t.Fatalf("%d leases, %v", len(found.Items), err)
	}
	for _, lease := range found.Items {
		if *lease.Spec.LeaseTransitions != renewals-1 {
			t.Fatalf("%s was renewed %d times", lease.Name, *lease.Spec.LeaseTransitions)
		}
	}
}
