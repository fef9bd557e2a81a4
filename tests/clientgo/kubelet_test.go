// Proves that a kubelet can do its work as the node that it is, and no more: it registers, keeps its Lease, follows its Pods and what they
// mount, takes tokens for them, reports their status, and takes them away in the end.
package clientgo

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/utils/ptr"
)

const untilDeleted = 30 // seconds of grace

// clientAs acts as somebody else than the administrator.
func clientAs(t *testing.T, s *server, user string, groups ...string) kubernetes.Interface {
	t.Helper()
	config := s.config()
	config.ContentType, config.AcceptContentTypes = protobuf, protobuf
	config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: append(groups, "system:authenticated")}
	return must(kubernetes.NewForConfig(config))(t)
}

func must[T any](made T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
}

func wantForbidden(t *testing.T, what string, err error) {
	t.Helper()
	if !apierrors.IsForbidden(err) {
		t.Errorf("%s: %v", what, err)
	}
}

// kubelet is a node's client, and the Pods that it has been told of.
type kubelet struct {
	node   string
	client kubernetes.Interface
	pods   cache.Store
}

func startKubelet(t *testing.T, s *server, node string) *kubelet {
	t.Helper()
	client := clientAs(t, s, "system:node:"+node, "system:nodes")
	registered := must(client.CoreV1().Nodes().Create(t.Context(), &corev1.Node{ObjectMeta: metav1.ObjectMeta{
		Name: node, Labels: map[string]string{corev1.LabelHostname: node}}}, metav1.CreateOptions{}))(t)
	lease := &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: node, Namespace: corev1.NamespaceNodeLease, OwnerReferences: []metav1.OwnerReference{
			{APIVersion: "v1", Kind: "Node", Name: node, UID: registered.UID}}},
		Spec: coordinationv1.LeaseSpec{HolderIdentity: &node, LeaseDurationSeconds: ptr.To(int32(40)), RenewTime: ptr.To(metav1.NowMicro())},
	}
	must(client.CoordinationV1().Leases(corev1.NamespaceNodeLease).Create(t.Context(), lease, metav1.CreateOptions{}))(t)

	ctx, cancel := context.WithCancel(context.Background())
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTweakListOptions(func(options *metav1.ListOptions) {
		options.FieldSelector = fields.OneTermEqualSelector("spec.nodeName", node).String()
	}))
	informer := factory.Core().V1().Pods().Informer()
	factory.Start(ctx.Done())
	t.Cleanup(func() {
		cancel()
		factory.Shutdown()
	})
	factory.WaitForCacheSync(t.Context().Done())
	return &kubelet{node: node, client: client, pods: informer.GetStore()}
}

// seen waits until the kubelet has been told of the Pod.
func (k *kubelet) seen(t *testing.T, name string) *corev1.Pod {
	t.Helper()
	eventually(t, k.node+" sees "+name, func() bool {
		_, there, _ := k.pods.GetByKey("default/" + name)
		return there
	})
	pod, _, _ := k.pods.GetByKey("default/" + name)
	return pod.(*corev1.Pod)
}

// patchStatus is how kubelets report: a strategic merge patch that names the Pod's uid.
func (k *kubelet) patchStatus(t *testing.T, name string, uid types.UID, status corev1.PodStatus) (*corev1.Pod, error) {
	t.Helper()
	patch := must(json.Marshal(map[string]any{"metadata": map[string]any{"uid": uid}, "status": status}))(t)
	return k.client.CoreV1().Pods("default").Patch(t.Context(), name, types.StrategicMergePatchType, patch, metav1.PatchOptions{}, "status")
}

func (k *kubelet) token(t *testing.T, pod *corev1.Pod) (string, error) {
	t.Helper()
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: ptr.To(int64(3607)),
		BoundObjectRef:    &authenticationv1.BoundObjectReference{APIVersion: "v1", Kind: "Pod", Name: pod.Name, UID: pod.UID},
	}}
	answer, err := k.client.CoreV1().ServiceAccounts("default").CreateToken(t.Context(), pod.Spec.ServiceAccountName, request, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	return answer.Status.Token, nil
}

// runPod makes a Pod that mounts the Secret "mounted", and binds it to the node as the scheduler does.
func runPod(t *testing.T, s *server, name, node string) {
	t.Helper()
	client := protobufClient(t, s)
	accounts, secrets := client.CoreV1().ServiceAccounts("default"), client.CoreV1().Secrets("default")
	for _, secret := range []string{"mounted", "other"} {
		must(secrets.Create(t.Context(), &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: secret}}, metav1.CreateOptions{}))(t)
	}
	must(accounts.Create(t.Context(), &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "default"}}, metav1.CreateOptions{}))(t)
	must(client.CoreV1().Pods("default").Create(t.Context(), &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: corev1.PodSpec{
			Containers: []corev1.Container{{Name: "c", Image: "i", VolumeMounts: []corev1.VolumeMount{{Name: "v", MountPath: "/v"}}}},
			Volumes:    []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: "mounted"}}}},
		},
	}, metav1.CreateOptions{}))(t)
	scheduler := clientAs(t, s, "system:kube-scheduler")
	binding := &corev1.Binding{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "default"}, Target: corev1.ObjectReference{Kind: "Node", Name: node}}
	if err := scheduler.CoreV1().Pods("default").Bind(t.Context(), binding, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

func TestAKubeletRunsAPod(t *testing.T) {
	server := startServer(t)
	one := startKubelet(t, server, "one")
	runPod(t, server, "web", "one")
	pod := one.seen(t, "web")

	secret := must(one.client.CoreV1().Secrets("default").Watch(t.Context(), metav1.ListOptions{
		FieldSelector: fields.OneTermEqualSelector("metadata.name", "mounted").String()}))(t)
	if event := <-secret.ResultChan(); event.Object.(metav1.Object).GetName() != "mounted" {
		t.Fatalf("%v", event)
	}
	secret.Stop()

	// Each refresh is another token, and all work while the Pod is there.
	tokens := map[string]kubernetes.Interface{}
	for range 3 {
		token := must(one.token(t, pod))(t)
		config := rest.AnonymousClientConfig(server.config())
		config.BearerToken = token
		tokens[token] = must(kubernetes.NewForConfig(config))(t)
	}
	if len(tokens) != 3 {
		t.Fatalf("%d different tokens", len(tokens))
	}
	whoAmI := func(client kubernetes.Interface) (*authenticationv1.SelfSubjectReview, error) {
		return client.AuthenticationV1().SelfSubjectReviews().Create(t.Context(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	}
	for _, client := range tokens {
		extra := must(whoAmI(client))(t).Status.UserInfo.Extra
		if fmt.Sprint(extra["authentication.kubernetes.io/pod-name"], extra["authentication.kubernetes.io/node-name"]) != "[web] [one]" {
			t.Fatalf("%v", extra)
		}
	}

	started := metav1.Now()
	running := corev1.PodStatus{
		Phase: corev1.PodRunning, StartTime: &started, PodIP: "10.1.2.3", PodIPs: []corev1.PodIP{{IP: "10.1.2.3"}},
		Conditions:        []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue, LastTransitionTime: started}},
		ContainerStatuses: []corev1.ContainerStatus{{Name: "c", Ready: true, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: started}}}},
	}
	reported := must(one.patchStatus(t, "web", pod.UID, running))(t)
	if reported.Status.Phase != corev1.PodRunning || len(reported.Status.Conditions) != 2 { // PodScheduled is the binding's
		t.Fatalf("%v", reported.Status)
	}
	if _, err := one.patchStatus(t, "web", "of-another-life", running); !apierrors.IsConflict(err) {
		t.Fatalf("%v", err)
	}

	// Somebody deletes it; the kubelet ends the containers, says so, and takes the Pod away.
	pods := protobufClient(t, server).CoreV1().Pods("default")
	if err := pods.Delete(t.Context(), "web", metav1.DeleteOptions{GracePeriodSeconds: ptr.To(int64(untilDeleted))}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the kubelet sees that the Pod is to go", func() bool { return one.seen(t, "web").DeletionTimestamp != nil })
	running.Phase, running.ContainerStatuses[0].State = corev1.PodSucceeded, corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{}}
	must(one.patchStatus(t, "web", pod.UID, running))(t)
	gone := metav1.DeleteOptions{GracePeriodSeconds: ptr.To(int64(0)), Preconditions: metav1.NewUIDPreconditions(string(pod.UID))}
	if err := one.client.CoreV1().Pods("default").Delete(t.Context(), "web", gone); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the kubelet forgets the Pod", func() bool { return len(one.pods.ListKeys()) == 0 })
	for _, client := range tokens {
		if _, err := whoAmI(client); !apierrors.IsUnauthorized(err) {
			t.Fatalf("a token outlives its Pod: %v", err)
		}
	}
}

func TestAKubeletIsKeptFromOtherNodes(t *testing.T) {
	server := startServer(t)
	one, two := startKubelet(t, server, "one"), startKubelet(t, server, "two")
	runPod(t, server, "web", "one")
	pod := one.seen(t, "web")

	_, err := two.patchStatus(t, "web", pod.UID, corev1.PodStatus{Phase: corev1.PodFailed})
	wantForbidden(t, "the status of another node's Pod", err)
	_, err = two.token(t, pod)
	wantForbidden(t, "a token for another node's Pod", err)
	_, err = two.client.CoreV1().Secrets("default").Get(t.Context(), "mounted", metav1.GetOptions{})
	wantForbidden(t, "another node's Secret", err)
	_, err = one.client.CoreV1().Secrets("default").Get(t.Context(), "other", metav1.GetOptions{})
	wantForbidden(t, "a Secret that no Pod mounts", err)
	_, err = two.client.CoreV1().Pods("default").List(t.Context(), metav1.ListOptions{})
	wantForbidden(t, "Pods of all nodes", err)
	leases := two.client.CoordinationV1().Leases(corev1.NamespaceNodeLease)
	_, err = leases.Get(t.Context(), "one", metav1.GetOptions{})
	wantForbidden(t, "another node's Lease", err)
	relabel := []byte(`{"metadata":{"labels":{"node-restriction.kubernetes.io/team":"a"}}}`)
	_, err = one.client.CoreV1().Nodes().Patch(t.Context(), "one", types.StrategicMergePatchType, relabel, metav1.PatchOptions{})
	wantForbidden(t, "a restricted label", err)
}

// What kubelets send most: the Lease every ten seconds, by update, and the conditions of the Node by patch.
func TestHeartbeatsOfAKubelet(t *testing.T) {
	one := startKubelet(t, startServer(t), "one")
	leases := one.client.CoordinationV1().Leases(corev1.NamespaceNodeLease)
	lease := must(leases.Get(t.Context(), "one", metav1.GetOptions{}))(t)
	for range 5 {
		lease.Spec.RenewTime = ptr.To(metav1.NewMicroTime(lease.Spec.RenewTime.Add(10 * time.Second)))
		lease = must(leases.Update(t.Context(), lease, metav1.UpdateOptions{}))(t)
	}
	if same := must(leases.Update(t.Context(), lease, metav1.UpdateOptions{}))(t); same.ResourceVersion != lease.ResourceVersion {
		t.Fatalf("an update that changes nothing made version %s of %s", same.ResourceVersion, lease.ResourceVersion)
	}
	nodes := one.client.CoreV1().Nodes()
	hears := func(status corev1.ConditionStatus, kind corev1.NodeConditionType) map[corev1.NodeConditionType]corev1.ConditionStatus {
		condition := corev1.NodeCondition{Type: kind, Status: status, LastHeartbeatTime: metav1.Now()}
		patch := must(json.Marshal(map[string]any{"status": map[string]any{"conditions": []corev1.NodeCondition{condition}}}))(t)
		all := map[corev1.NodeConditionType]corev1.ConditionStatus{}
		for _, held := range must(nodes.PatchStatus(t.Context(), "one", patch))(t).Status.Conditions {
			all[held.Type] = held.Status
		}
		return all
	}
	hears(corev1.ConditionFalse, corev1.NodeReady)
	hears(corev1.ConditionFalse, corev1.NodeMemoryPressure)
	conditions := hears(corev1.ConditionTrue, corev1.NodeReady)
	if len(conditions) != 2 || conditions[corev1.NodeReady] != corev1.ConditionTrue {
		t.Fatalf("%v", conditions)
	}
}
