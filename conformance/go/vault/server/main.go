// Serves a real Vault, with key/value secrets and logins of service accounts, until its input ends.
//
// It prints one line of JSON when it is ready: where Vault listens, the token of its root, the certificate of its CA, and
// the same of the cluster whose service accounts log in. Then every line of its input is a question: a service account,
// which is answered by a token of it, or the configuration of a Vault Agent, which is answered by what the agent has
// against it. Everything else is done over Vault's API, as it is with any Vault. All of it is kept in memory, and listens
// on loopback.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/hashicorp/go-hclog"
	kubernetes "github.com/hashicorp/vault-plugin-auth-kubernetes"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/helper/testhelpers/corehelpers"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/vault"
)

// ready is what the first line says.
type ready struct {
	Address    string    `json:"address"`
	Token      string    `json:"token"`
	CA         string    `json:"ca"`
	Kubernetes endpoints `json:"kubernetes"`
}

// endpoints of the cluster that service accounts belong to.
type endpoints struct {
	Address string `json:"address"`
	CA      string `json:"ca"`
}

// outsideOfTests is what the cluster of Vault's own tests asks of a test: to stop when something fails. The interface
// has a method that no other package can write, hence the empty one inside; what is not written here is never called.
type outsideOfTests struct {
	testing.TB
}

func (t *outsideOfTests) Helper()                           {}
func (t *outsideOfTests) Cleanup(func())                    {}
func (t *outsideOfTests) Name() string                      { return "vault" }
func (t *outsideOfTests) Failed() bool                      { return false }
func (t *outsideOfTests) Log(args ...any)                   { fmt.Fprintln(os.Stderr, args...) }
func (t *outsideOfTests) Logf(format string, args ...any)   { t.Log(fmt.Sprintf(format, args...)) }
func (t *outsideOfTests) Error(args ...any)                 { t.Fatal(args...) }
func (t *outsideOfTests) Errorf(format string, args ...any) { t.Fatalf(format, args...) }
func (t *outsideOfTests) Fatalf(format string, args ...any) { t.Fatal(fmt.Sprintf(format, args...)) }
func (t *outsideOfTests) Fatal(args ...any) {
	t.Log(args...)
	os.Exit(1)
}

func main() {
	t := &outsideOfTests{}
	cluster, err := newCluster()
	if err != nil {
		t.Fatal(err)
	}
	authority, key, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "vault-")
	if err != nil {
		t.Fatal(err)
	}
	vaults := vault.NewTestCluster(t, &vault.CoreConfig{
		LogicalBackends:    map[string]logical.Factory{"kv": kv.Factory},
		CredentialBackends: map[string]logical.Factory{"kubernetes": kubernetes.Factory},
		BuiltinRegistry:    corehelpers.NewMockBuiltinRegistry(),
	}, &vault.TestClusterOptions{
		NumCores:    1,
		HandlerFunc: vaulthttp.Handler,
		TempDir:     folder,
		CACert:      authority,
		CAKey:       key,
		Logger:      hclog.New(&hclog.LoggerOptions{Output: os.Stderr, Level: hclog.Warn}),
	})
	vault.TestWaitActive(t, vaults.Cores[0].Core)
	// Its certificates are in memory by now.
	_ = os.RemoveAll(folder)

	write(t, ready{
		Address:    fmt.Sprintf("https://127.0.0.1:%d", vaults.Cores[0].Listeners[0].Address.Port),
		Token:      vaults.RootToken,
		CA:         string(vaults.CACertPEM),
		Kubernetes: endpoints{Address: cluster.address, CA: cluster.ca},
	})
	answer(t, cluster)
	// A graceful stop would wait for a cluster that nobody else is in.
}

// question has one of its fields.
type question struct {
	Account       *account `json:"account"`
	Configuration []byte   `json:"configuration"`
}

// answer goes on until the input ends.
func answer(t *outsideOfTests, cluster *cluster) {
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			write(t, answerTo(t, cluster, line))
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func answerTo(t *outsideOfTests, cluster *cluster, line []byte) map[string]string {
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		t.Fatal(err)
	}
	if asked.Account == nil {
		refusal, err := refusalOf(asked.Configuration)
		if err != nil {
			t.Fatal(err)
		}
		return map[string]string{"refusal": refusal}
	}
	token, err := cluster.tokenOf(*asked.Account)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"token": token}
}

func write(t *outsideOfTests, value any) {
	line, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(string(line))
}
