// Command kafka reads Kubernetes objects as the Kafka module of Knative reads them.
//
// Each line of the input is a question: the objects of a program, what the stores of its operators hold, and which
// object is asked about. Each line of the output says what the controllers of the Kafka module did with it: the
// configuration that their Kafka client got, the topic that they created or looked for, the contract that they wrote
// for the data plane, and what KEDA got; or the words with which they refused.
//
// With the argument `certificates` it prints certificates and keys to ask with instead.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
)

// Question is what one line of the input holds.
type Question struct {
	// Objects are what the program wrote, and the Secrets that exist beside it.
	Objects []json.RawMessage `json:"objects"`
	// Stored is what the operators find where the program sends them.
	Stored []Stored `json:"stored"`
	// Read is the object that a controller is to look at.
	Read Target `json:"read"`
	// Topics exist already.
	Topics []string `json:"topics"`
	// Features are those of config-kafka-features.
	Features map[string]string `json:"features"`
}

// Stored is a value outside of the cluster.
type Stored struct {
	// Path is the key of an ExternalSecret, or mount and path of a VaultStaticSecret with a slash between them.
	Path string `json:"path"`
	// Field is the property or the field; empty for the whole secret.
	Field string `json:"field"`
	Value string `json:"value"`
}

// Target names an object.
type Target struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

func main() {
	// The module logs the version of its Kafka client.
	log.SetOutput(io.Discard)
	if len(os.Args) > 1 && os.Args[1] == "certificates" {
		if err := printMaterial(); err != nil {
			fatal(err)
		}
		return
	}
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

func answer(line []byte) *Answer {
	question := Question{}
	given := &Answer{}
	if err := json.Unmarshal(line, &question); err != nil {
		given.Failure = err.Error()
		return given
	}
	objects, err := readObjects(question)
	if err != nil {
		given.Failure = err.Error()
		return given
	}
	given.Secrets = objects.rendered
	// A controller that panics ends as a process; here it is a refusal that says so.
	defer func() {
		if caught := recover(); caught != nil {
			given.Refusal = fmt.Sprint("panic: ", caught)
		}
	}()
	if err := read(question, objects, given); err != nil {
		given.Refusal = err.Error()
	}
	return given
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
