// Command settings reads ConfigMaps as Knative's components read them.
//
// Each line of the input is a question: the name of a ConfigMap, the component that it belongs to, and its data. Each
// line of the output says which constructor read it, and what came of it: the value, or the words of the refusal.
// A ConfigMap that none of the constructors here reads gets an answer without a parser.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/davecgh/go-spew/spew"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Question is what one line of the input holds.
type Question struct {
	// Namespace is that of the ConfigMap: `knative-serving` or `knative-eventing`.
	Namespace string `json:"namespace"`
	// Name of the ConfigMap.
	Name string `json:"name"`
	// Data of the ConfigMap.
	Data map[string]string `json:"data"`
}

// Answer is what one line of the output holds.
type Answer struct {
	// Parser is the constructor that read it; empty where there is none.
	Parser string `json:"parser,omitempty"`
	// Refusal has the words of the constructor; empty where it took the ConfigMap.
	Refusal string `json:"refusal,omitempty"`
	// Warnings are what the constructor took, and said something about.
	Warnings []string `json:"warnings,omitempty"`
	// Value is all that the constructor made of it, as a text to compare.
	Value string `json:"value,omitempty"`
	// Failure is what is wrong with the question.
	Failure string `json:"failure,omitempty"`
}

// values writes everything that a value holds, and nothing of where it lies.
var values = spew.ConfigState{
	Indent: " ", SortKeys: true, SpewKeys: true, DisablePointerAddresses: true, DisableCapacities: true, DisableMethods: true,
}

func main() {
	log.SetOutput(io.Discard)
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if err := json.NewEncoder(out).Encode(answer(line)); err != nil {
				fatal(err)
			}
			// Whoever asks waits for the answer.
			if in.Buffered() == 0 {
				if err := out.Flush(); err != nil {
					fatal(err)
				}
			}
		}
		if err == io.EOF {
			if err := out.Flush(); err != nil {
				fatal(err)
			}
			return
		}
		if err != nil {
			fatal(err)
		}
	}
}

func answer(line []byte) (given *Answer) {
	given = &Answer{}
	question := Question{}
	if err := json.Unmarshal(line, &question); err != nil {
		given.Failure = err.Error()
		return given
	}
	parser, known := parsers[question.Namespace+"/"+question.Name]
	if !known {
		return given
	}
	given.Parser = parser.name
	// A component that panics ends as a process; here it is a refusal that says so.
	defer func() {
		if caught := recover(); caught != nil {
			given.Refusal = fmt.Sprint("panic: ", caught)
		}
	}()
	value, warnings, err := parser.read(&corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Namespace: question.Namespace, Name: question.Name},
		Data:       question.Data,
	})
	given.Warnings = warnings
	if err != nil {
		given.Refusal = err.Error()
		return given
	}
	given.Value = values.Sdump(value)
	return given
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
