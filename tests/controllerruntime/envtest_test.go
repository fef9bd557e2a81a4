// Proves that controller-runtime works on this server as on the one that it is made for: stock envtest starts it from a folder with
// kube-apiserver, etcd and kubectl, and a manager with a cache reconciles what it watches.
package controllerruntime

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/go-logr/logr"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	corev1apply "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func TestMain(m *testing.M) {
	log.SetLogger(logr.Discard()) // the tests' own failures are what is worth reading
	m.Run()
}

// start runs the control plane of KUBEBUILDER_ASSETS until the test ends.
func start(t *testing.T) (*envtest.Environment, *rest.Config) {
	t.Helper()
	environment := &envtest.Environment{}
	begin := time.Now()
	config, err := environment.Start()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("       envtest started in %d ms\n", time.Since(begin).Milliseconds())
	t.Cleanup(func() {
		if err := environment.Stop(); err != nil {
			t.Error(err)
		}
	})
	return environment, config
}

func newClient(t *testing.T, config *rest.Config) client.Client {
	t.Helper()
	made, err := client.New(config, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// eventually waits for what the manager brings about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatal("never came true: " + what)
}

func configMap(name string, data map[string]string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name}, Data: data}
}

func TestObjectsOutliveNothingButTheirEnvironment(t *testing.T) {
	first := &envtest.Environment{}
	config, err := first.Start()
	if err != nil {
		t.Fatal(err)
	}
	if err := newClient(t, config).Create(t.Context(), configMap("a", nil)); err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	// The same value started again, as suites do.
	config, err = first.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := first.Stop(); err != nil {
			t.Error(err)
		}
	}()
	err = newClient(t, config).Get(t.Context(), client.ObjectKey{Namespace: "default", Name: "a"}, &corev1.ConfigMap{})
	if !apierrors.IsNotFound(err) {
		t.Fatalf("a new environment knows the objects of an old one: %v", err)
	}
}

func TestAddedUsersHaveTheRightsOfTheirGroups(t *testing.T) {
	environment, config := start(t)
	ask := func(name string, groups ...string) error {
		user, err := environment.AddUser(envtest.User{Name: name, Groups: groups}, config)
		if err != nil {
			t.Fatal(err)
		}
		return newClient(t, user.Config()).List(t.Context(), &corev1.SecretList{})
	}
	if err := ask("root", "system:masters"); err != nil {
		t.Fatal(err)
	}
	err := ask("eve", "guests")
	if want := `secrets is forbidden: User "eve" cannot list resource "secrets" in API group "" at the cluster scope`; !apierrors.IsForbidden(err) || err.Error() != want {
		t.Fatalf("%v", err)
	}
}

func TestKubectlOfTheEnvironment(t *testing.T) {
	environment, config := start(t)
	user, err := environment.AddUser(envtest.User{Name: "admin", Groups: []string{"system:masters"}}, config)
	if err != nil {
		t.Fatal(err)
	}
	kubectl, err := user.Kubectl()
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := kubectl.Run("get", "namespaces", "-o", "name")
	if err != nil {
		t.Fatal(err)
	}
	text := make([]byte, 4096)
	n, _ := out.Read(text)
	if want := "namespace/default\nnamespace/kube-node-lease\nnamespace/kube-public\nnamespace/kube-system\n"; string(text[:n]) != want {
		t.Fatalf("%s", text[:n])
	}
}

const finalizer = "example.com/mirror"

// mirror keeps, for each ConfigMap that has a replica count, a Deployment of that size which it owns, and cleans up with a finalizer.
type mirror struct{ client.Client }

func (m mirror) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	source := &corev1.ConfigMap{}
	if err := m.Get(ctx, request.NamespacedName, source); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if _, wanted := source.Data["replicas"]; !wanted {
		return ctrl.Result{}, nil
	}
	if !source.DeletionTimestamp.IsZero() {
		if controllerutil.RemoveFinalizer(source, finalizer) {
			return ctrl.Result{}, m.Update(ctx, source)
		}
		return ctrl.Result{}, nil
	}
	if controllerutil.AddFinalizer(source, finalizer) {
		return ctrl.Result{}, m.Update(ctx, source)
	}
	var replicas int32
	if _, err := fmt.Sscan(source.Data["replicas"], &replicas); err != nil {
		return ctrl.Result{}, nil
	}
	deployment := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Namespace: source.Namespace, Name: source.Name}}
	_, err := controllerutil.CreateOrUpdate(ctx, m.Client, deployment, func() error {
		labels := map[string]string{"mirror": source.Name}
		deployment.Spec.Replicas = &replicas
		deployment.Spec.Selector = &metav1.LabelSelector{MatchLabels: labels}
		deployment.Spec.Template.Labels = labels
		if len(deployment.Spec.Template.Spec.Containers) == 0 {
			deployment.Spec.Template.Spec.Containers = []corev1.Container{{Name: "web", Image: "example.com/web:1"}}
		}
		return controllerutil.SetControllerReference(source, deployment, m.Scheme())
	})
	if err != nil {
		return ctrl.Result{}, err
	}
	status := corev1apply.ConfigMap(source.Name+"-status", source.Namespace).WithData(map[string]string{"size": source.Data["replicas"]})
	return ctrl.Result{}, m.Apply(ctx, status, client.FieldOwner("mirror"), client.ForceOwnership)
}

// runManager starts a manager with the mirror and a field index until the test ends.
func runManager(t *testing.T, config *rest.Config) ctrl.Manager {
	t.Helper()
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Metrics:        server.Options{BindAddress: "0"},
		LeaderElection: true, LeaderElectionID: "mirror.example.com", LeaderElectionNamespace: "default", LeaderElectionReleaseOnCancel: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	byImage := func(object client.Object) []string {
		return []string{object.(*appsv1.Deployment).Spec.Template.Spec.Containers[0].Image}
	}
	if err := manager.GetFieldIndexer().IndexField(t.Context(), &appsv1.Deployment{}, "image", byImage); err != nil {
		t.Fatal(err)
	}
	if err := ctrl.NewControllerManagedBy(manager).For(&corev1.ConfigMap{}).Owns(&appsv1.Deployment{}).Complete(mirror{manager.GetClient()}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- manager.Start(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	<-manager.Elected()
	if !manager.GetCache().WaitForCacheSync(t.Context()) {
		t.Fatal("the cache did not sync")
	}
	return manager
}

func TestManagerReconciles(t *testing.T) {
	_, config := start(t)
	manager := runManager(t, config)
	direct, cached := newClient(t, config), manager.GetClient()
	key := client.ObjectKey{Namespace: "default", Name: "web"}
	source := configMap("web", map[string]string{"replicas": "2"})
	if err := direct.Create(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	deployment := &appsv1.Deployment{}
	eventually(t, "the Deployment is in the cache", func() bool { return cached.Get(t.Context(), key, deployment) == nil })
	if owner := metav1.GetControllerOf(deployment); owner == nil || owner.UID != source.UID || *deployment.Spec.Replicas != 2 {
		t.Fatalf("%v", deployment)
	}
	byImage := &appsv1.DeploymentList{}
	if err := cached.List(t.Context(), byImage, client.MatchingFields{"image": "example.com/web:1"}); err != nil || len(byImage.Items) != 1 {
		t.Fatalf("%v %v", byImage.Items, err)
	}

	// What somebody else changes is set right; what is wanted anew is followed.
	deployment.Spec.Replicas = new(int32)
	if err := direct.Update(t.Context(), deployment); err != nil {
		t.Fatal(err)
	}
	size := func() int32 {
		current := &appsv1.Deployment{}
		if err := direct.Get(t.Context(), key, current); err != nil {
			t.Fatal(err)
		}
		return *current.Spec.Replicas
	}
	eventually(t, "the size is set right", func() bool { return size() == 2 })
	patch := client.RawPatch("application/merge-patch+json", []byte(`{"data":{"replicas":"5"}}`))
	if err := direct.Patch(t.Context(), source, patch); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the new size is followed", func() bool { return size() == 5 })
	eventually(t, "the status was applied", func() bool {
		status := &corev1.ConfigMap{}
		err := direct.Get(t.Context(), client.ObjectKey{Namespace: "default", Name: "web-status"}, status)
		return err == nil && status.Data["size"] == "5" && status.ManagedFields[0].Manager == "mirror"
	})

	// The finalizer holds the source until the manager has seen its end.
	if err := direct.Delete(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the source is gone", func() bool { return apierrors.IsNotFound(direct.Get(t.Context(), key, &corev1.ConfigMap{})) })
	lease, err := kubernetes.NewForConfigOrDie(config).CoordinationV1().Leases("default").Get(t.Context(), "mirror.example.com", metav1.GetOptions{})
	if err != nil || lease.Spec.HolderIdentity == nil {
		t.Fatalf("%v %v", lease, err)
	}
}
