package clientgo

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

var ready = regexp.MustCompile(`Pintle is ready at https://[^ ]*:(\d+)`)

const readyWithin = time.Minute

// server is a Pintle of the test's own, on a free port and a temporary data folder; PINTLE names the program.
type server struct {
	t       *testing.T
	dir     string
	port    string
	process *exec.Cmd
}

func startServer(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir(), port: "0"}
	t.Cleanup(func() { s.kill() })
	s.start()
	return s
}

// start runs the server on the port of its first start and returns when it says that it is ready.
func (s *server) start() {
	s.t.Helper()
	program := os.Getenv("PINTLE")
	if program == "" {
		s.t.Fatal("PINTLE must name the program to test")
	}
	log, err := os.OpenFile(filepath.Join(s.dir, "server.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	s.process = exec.Command(program, "serve", "--secure-port", s.port, "--data-dir", filepath.Join(s.dir, "data"))
	s.process.Stderr = log
	out, err := s.process.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	late := time.AfterFunc(readyWithin, func() { s.process.Process.Kill() })
	defer late.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := ready.FindStringSubmatch(lines.Text()); found != nil {
			s.port = found[1]
			go func() {
				for lines.Scan() {
				}
			}()
			return
		}
	}
	text, _ := os.ReadFile(filepath.Join(s.dir, "server.log"))
	s.t.Fatalf("the server did not become ready\n%s", text)
}

func (s *server) kill() {
	if s.process != nil {
		s.process.Process.Signal(syscall.SIGKILL)
		s.process.Wait()
		s.process = nil
	}
}

func (s *server) config() *rest.Config {
	s.t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(s.dir, "data", "kubeconfig"))
	if err != nil {
		s.t.Fatal(err)
	}
	config.QPS = -1
	return config
}

func (s *server) client() kubernetes.Interface {
	s.t.Helper()
	client, err := kubernetes.NewForConfig(s.config())
	if err != nil {
		s.t.Fatal(err)
	}
	return client
}

// eventually waits for what another goroutine brings about; the informers tell of no moment when they are done.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatal("never came true: " + what)
}

func name(i int) string { return fmt.Sprintf("item-%03d", i) }
