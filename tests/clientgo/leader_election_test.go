// Proves that of several candidates for a Lease one leads at a time, and that the next one takes over: what controller-manager and
// scheduler do before they do anything else.
package clientgo

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/klog/v2"
)

const (
	candidates = 4
	writes     = 3 // of the Lease in one term
)

// term is a candidate's Lease, which it gives back when it has written it some times. It does so between two requests: a renewal that is
// cut off on its way may have been written, and then the holder knows the Lease no longer.
type term struct {
	resourcelock.Interface
	t       *testing.T
	leaders *atomic.Int32
	resign  context.CancelFunc
	written int
}

func (l *term) wrote(err error, record resourcelock.LeaderElectionRecord) error {
	if err != nil || record.HolderIdentity != l.Identity() {
		return err
	}
	l.written++
	if l.written == 1 && l.leaders.Add(1) != 1 {
		l.t.Errorf("%s leads beside another", l.Identity())
	}
	if l.written == writes {
		l.leaders.Add(-1)
		l.resign()
	}
	return nil
}

func (l *term) Create(ctx context.Context, record resourcelock.LeaderElectionRecord) error {
	return l.wrote(l.Interface.Create(ctx, record), record)
}

func (l *term) Update(ctx context.Context, record resourcelock.LeaderElectionRecord) error {
	return l.wrote(l.Interface.Update(ctx, record), record)
}

func leaseLock(client kubernetes.Interface, identity string) resourcelock.Interface {
	return &resourcelock.LeaseLock{
		LeaseMeta:  metav1.ObjectMeta{Namespace: "default", Name: "leader"},
		Client:     client.CoordinationV1(),
		LockConfig: resourcelock.ResourceLockConfig{Identity: identity},
	}
}

func TestLeaderElection(t *testing.T) {
	client := protobufClient(t, startServer(t))
	var leaders atomic.Int32
	var running sync.WaitGroup
	for i := range candidates {
		quiet := klog.NewContext(t.Context(), klog.Logger{}) // it is no news that a candidate loses
		ctx, resign := context.WithCancel(quiet)
		defer resign()
		config := leaderelection.LeaderElectionConfig{
			Lock: &term{Interface: leaseLock(client, fmt.Sprintf("candidate-%d", i)), t: t, leaders: &leaders, resign: resign},
			// Nobody may lose the Lease to a slow machine here: it changes hands because its holder lets go.
			LeaseDuration: time.Minute, RenewDeadline: 30 * time.Second, RetryPeriod: 20 * time.Millisecond, ReleaseOnCancel: true,
			Callbacks: leaderelection.LeaderCallbacks{OnStartedLeading: func(context.Context) {}, OnStoppedLeading: func() {}},
		}
		running.Go(func() { leaderelection.RunOrDie(ctx, config) })
	}
	running.Wait() // nobody ends without a term of its own
	lease := must(client.CoordinationV1().Leases("default").Get(t.Context(), "leader", metav1.GetOptions{}))(t)
	if *lease.Spec.HolderIdentity != "" || *lease.Spec.LeaseTransitions < candidates-1 {
		t.Fatalf("%q holds the Lease after %d transitions", *lease.Spec.HolderIdentity, *lease.Spec.LeaseTransitions)
	}
}
