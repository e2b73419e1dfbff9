// Command judge reads cluster configurations as eksctl does, up to the first call of AWS.
//
// Each line of the input is a question: a command of eksctl, and the configuration that it is given with `-f`. Each line
// of the output says what eksctl's own loader, defaults and validation made of it, and what its JSON Schema says.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/kris-nova/logger"
	api "github.com/weaveworks/eksctl/pkg/apis/eksctl.io/v1alpha5"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

// Question is what one line of the input holds.
type Question struct {
	// Command of eksctl: `create cluster`, for example.
	Command string `json:"command"`
	// Document is the text of the configuration.
	Document string `json:"document"`
}

// Answer is what one line of the output holds.
type Answer struct {
	// Refusal has the words of eksctl; empty where it goes on to ask AWS.
	Refusal string `json:"refusal,omitempty"`
	// Warnings are what eksctl prints besides, with an exclamation mark.
	Warnings []string `json:"warnings,omitempty"`
	// Schema has what the JSON Schema of eksctl says against the document.
	Schema []string `json:"schema,omitempty"`
	// Config is the configuration with eksctl's defaults; absent where it was refused.
	Config json.RawMessage `json:"config,omitempty"`
	// Policies are what the roles that eksctl makes are allowed, by what they are made for; absent where it was refused.
	Policies map[string]json.RawMessage `json:"policies,omitempty"`
	// Failure is what is wrong with the question.
	Failure string `json:"failure,omitempty"`
}

func main() {
	logger.Timestamps = false
	logger.BitwiseLevel = logger.LogWarning
	schema, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(api.SchemaJSON))
	if err != nil {
		fatal(err)
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if err := json.NewEncoder(out).Encode(answer(line, schema)); err != nil {
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

func answer(line []byte, schema *gojsonschema.Schema) (given *Answer) {
	given = &Answer{}
	defer func() {
		if fault := recover(); fault != nil {
			given = &Answer{Refusal: fmt.Sprintf("panic: %v", fault)}
		}
	}()
	question := Question{}
	if err := json.Unmarshal(line, &question); err != nil {
		given.Failure = err.Error()
		return given
	}
	given.Schema = againstSchema(question.Document, schema)
	said := &strings.Builder{}
	logger.Writer = said
	cfg, err := load(question)
	given.Warnings = warnings(said.String())
	if err != nil {
		given.Refusal = err.Error()
		return given
	}
	if given.Config, err = json.Marshal(cfg); err != nil {
		given.Failure = err.Error()
		return given
	}
	if given.Policies, err = policies(cfg); err != nil {
		given.Refusal = err.Error()
	}
	return given
}

func againstSchema(document string, schema *gojsonschema.Schema) []string {
	// As eksctl reads it: what is text in one library of YAML is a number in another.
	value, err := yaml.YAMLToJSON([]byte(document))
	if err != nil {
		return []string{err.Error()}
	}
	result, err := schema.Validate(gojsonschema.NewBytesLoader(value))
	if err != nil {
		return []string{err.Error()}
	}
	said := []string{}
	for _, fault := range result.Errors() {
		said = append(said, fault.String())
	}
	return said
}

func warnings(text string) []string {
	said := []string{}
	for _, line := range strings.Split(text, "\n") {
		if words, found := strings.CutPrefix(line, "["+logger.PreWarning+"]"); found {
			said = append(said, strings.TrimSpace(words))
		}
	}
	return said
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
