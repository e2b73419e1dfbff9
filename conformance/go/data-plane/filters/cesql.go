package main

import (
	"encoding/base64"
	"fmt"
	"unicode/utf8"

	cesql "github.com/cloudevents/sdk-go/sql/v2"
	sqlerrors "github.com/cloudevents/sdk-go/sql/v2/errors"
	"github.com/cloudevents/sdk-go/sql/v2/parser"
	cloudevents "github.com/cloudevents/sdk-go/v2"
)

// value is what an expression gave: one of its parts.
type value struct {
	Text *string `json:"text,omitempty"`
	// Bytes are a text that is no UTF-8, in base64.
	Bytes  *string `json:"bytes,omitempty"`
	Number *int32  `json:"number,omitempty"`
	Truth  *bool   `json:"truth,omitempty"`
	// Fault is the kind of an error.
	Fault string `json:"fault,omitempty"`
}

func (j *judge) expression(text string, events []int) answer {
	expression, err := parser.Parse(text)
	if err != nil {
		return answer{Error: err.Error()}
	}
	values := make([]value, len(events))
	for at, number := range events {
		values[at] = evaluate(expression, j.events[number])
	}
	return answer{Values: values}
}

func evaluate(expression cesql.Expression, event cloudevents.Event) (found value) {
	defer func() {
		if recover() != nil {
			found = value{Fault: "panic"}
		}
	}()
	result, err := expression.Evaluate(event)
	if err != nil {
		return value{Fault: kind(err)}
	}
	switch of := result.(type) {
	case string:
		if utf8.ValidString(of) {
			return value{Text: &of}
		}
		encoded := base64.StdEncoding.EncodeToString([]byte(of))
		return value{Bytes: &encoded}
	case int32:
		return value{Number: &of}
	case bool:
		return value{Truth: &of}
	}
	return value{Fault: fmt.Sprintf("a value of type %T", result)}
}

func kind(err error) string {
	switch {
	case sqlerrors.IsParseError(err):
		return "parse"
	case sqlerrors.IsMathError(err):
		return "math"
	case sqlerrors.IsCastError(err):
		return "cast"
	case sqlerrors.IsMissingAttributeError(err):
		return "missing-attribute"
	case sqlerrors.IsMissingFunctionError(err):
		return "missing-function"
	case sqlerrors.IsFunctionEvaluationError(err):
		return "function-evaluation"
	}
	return "other"
}
