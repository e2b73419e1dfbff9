// Answers for Pods what the Vault Agent Injector makes of them, with the injector's own webhook handler.
//
// Every line of the input is a question: a Pod, the namespace that it is created in, and the address of the Vault that
// the injector is set up with. Every line of the output is its answer: the patched Pod, or the injector's refusal.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	jsonpatch "github.com/evanphx/json-patch"
	"github.com/hashicorp/go-hclog"
	inject "github.com/hashicorp/vault-k8s/agent-inject"
	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

type question struct {
	Pod       json.RawMessage `json:"pod"`
	Namespace string          `json:"namespace"`
	Address   string          `json:"address"`
}

type answer struct {
	// Pod as the kubelet gets it; untouched where the injector sees no reason to change it.
	Pod json.RawMessage `json:"pod,omitempty"`
	// Injected tells whether the injector changed anything.
	Injected bool `json:"injected"`
	// Refusal is what the API server would print.
	Refusal string `json:"refusal,omitempty"`
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			write(answerTo(line))
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			stop(err)
		}
	}
}

// answerTo asks the handler with the settings that the Helm chart of the injector has.
func answerTo(line []byte) answer {
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		stop(err)
	}
	handler := inject.Handler{
		VaultAddress:       asked.Address,
		VaultAuthType:      "kubernetes",
		VaultAuthPath:      "auth/kubernetes",
		ImageVault:         "hashicorp/vault:1.19.0",
		Log:                hclog.NewNullLogger(),
		UserID:             "100",
		GroupID:            "1000",
		SetSecurityContext: true,
		DefaultTemplate:    "map",
		ResourceRequestCPU: "250m",
		ResourceRequestMem: "64Mi",
		ResourceLimitCPU:   "500m",
		ResourceLimitMem:   "128Mi",
		ExitOnRetryFailure: true,
	}
	response := handler.Mutate(&admissionv1.AdmissionRequest{
		Namespace: asked.Namespace,
		Object:    runtime.RawExtension{Raw: asked.Pod},
	}).Resp
	if !response.Allowed {
		return answer{Refusal: response.Result.Message}
	}
	if len(response.Patch) == 0 {
		return answer{Pod: asked.Pod}
	}
	patch, err := jsonpatch.DecodePatch(response.Patch)
	if err != nil {
		stop(err)
	}
	patched, err := patch.Apply(asked.Pod)
	if err != nil {
		return answer{Refusal: "the patch does not fit the Pod: " + err.Error()}
	}
	return answer{Pod: patched, Injected: true}
}

func write(given answer) {
	line, err := json.Marshal(given)
	if err != nil {
		stop(err)
	}
	fmt.Println(string(line))
}

func stop(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
