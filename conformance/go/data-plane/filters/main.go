// Command filters answers what the data plane of Knative answers: whether a filter passes an event, whether an
// expression parses, and what it evaluates to. One question a line in, one answer a line out, until stdin closes.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	cloudevents "github.com/cloudevents/sdk-go/v2"
)

// question has one of its parts besides the events, which are numbered in the order in which they came.
type question struct {
	// Event is kept for later questions, as a structured CloudEvent or as headers of HTTP.
	Event   json.RawMessage   `json:"event"`
	Headers map[string]string `json:"headers"`
	// Filters are those of a trigger, Attributes its older form.
	Filters    json.RawMessage    `json:"filters"`
	Attributes *map[string]string `json:"attributes"`
	// Expression is one of CESQL.
	Expression *string `json:"expression"`
	// Secret adds keys that correlation ids are verified with.
	Secret *secretQuestion `json:"secret"`
	// Correlate asks for a correlation id.
	Correlate *correlateQuestion `json:"correlate"`
	// Measure asks how fast the rest of the question is answered.
	Measure *measureQuestion `json:"measure"`
	Events  []int            `json:"events"`
}

// answer has the part that the question asks for.
type answer struct {
	Error   string      `json:"error,omitempty"`
	Number  *int        `json:"number,omitempty"`
	Results []string    `json:"results,omitempty"`
	Values  []value     `json:"values,omitempty"`
	Text    string      `json:"text,omitempty"`
	Speed   *speedFound `json:"speed,omitempty"`
}

func main() {
	// The lexer of CESQL prints what it skips.
	if null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		os.Stderr = null
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	judge := newJudge()
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if failed := encoder.Encode(judge.answer(line)); failed != nil {
				panic(failed)
			}
			// Nobody waits for an answer while questions are left.
			if in.Buffered() == 0 {
				out.Flush()
			}
		}
		if err != nil {
			out.Flush()
			return
		}
	}
}

type judge struct {
	events  []cloudevents.Event
	secrets secrets
}

func newJudge() *judge {
	j := &judge{secrets: newSecrets()}
	j.secrets.register()
	return j
}

func (j *judge) answer(line []byte) (result answer) {
	defer func() {
		if cause := recover(); cause != nil {
			result = answer{Error: fmt.Sprintf("panic: %v", cause)}
		}
	}()
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return answer{Error: err.Error()}
	}
	switch {
	case q.Measure != nil:
		return j.measure(q)
	case q.Event != nil:
		return j.keep(structured(q.Event))
	case q.Headers != nil:
		return j.keep(binary(q.Headers))
	case q.Filters != nil:
		return j.filters(q.Filters, q.Events)
	case q.Attributes != nil:
		return j.attributes(*q.Attributes, q.Events)
	case q.Expression != nil:
		return j.expression(*q.Expression, q.Events)
	case q.Secret != nil:
		return j.secrets.add(*q.Secret)
	case q.Correlate != nil:
		return correlate(*q.Correlate)
	}
	return answer{Error: "a question without a part that is known"}
}

func (j *judge) keep(event *cloudevents.Event, err error) answer {
	if err != nil {
		return answer{Error: err.Error()}
	}
	number := len(j.events)
	j.events = append(j.events, *event)
	return answer{Number: &number}
}
