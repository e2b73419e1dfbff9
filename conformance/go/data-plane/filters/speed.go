package main

import (
	"encoding/json"
	"time"

	"github.com/cloudevents/sdk-go/sql/v2/parser"
	"knative.dev/eventing/pkg/eventfilter"
)

// measureQuestion asks for at least so many milliseconds of work on what is listed.
type measureQuestion struct {
	Milliseconds int               `json:"milliseconds"`
	Filters      []json.RawMessage `json:"filters"`
	Expressions  []string          `json:"expressions"`
}

type speedFound struct {
	// Count is how many pairs of filter and event were evaluated, or how many expressions were parsed.
	Count       int   `json:"count"`
	Nanoseconds int64 `json:"nanoseconds"`
	// Passed keeps the work from being left out, and is compared.
	Passed int `json:"passed"`
}

func (j *judge) measure(q question) answer {
	if q.Measure.Expressions != nil {
		return parsing(q.Measure)
	}
	filters := make([]eventfilter.Filter, len(q.Measure.Filters))
	for at, text := range q.Measure.Filters {
		filter, err := prepare(text)
		if err != nil {
			return answer{Error: err.Error()}
		}
		defer cleanUp(filter)
		filters[at] = filter
	}
	return rounds(q.Measure.Milliseconds, func() (count int, passed int) {
		for _, filter := range filters {
			for _, number := range q.Events {
				if filter.Filter(quiet, j.events[number]) == eventfilter.PassFilter {
					passed++
				}
			}
		}
		return len(filters) * len(q.Events), passed
	})
}

func parsing(q *measureQuestion) answer {
	return rounds(q.Milliseconds, func() (count int, passed int) {
		for _, text := range q.Expressions {
			if _, err := parser.Parse(text); err == nil {
				passed++
			}
		}
		return len(q.Expressions), passed
	})
}

// rounds works for the time without counting, then once more.
func rounds(milliseconds int, work func() (count int, passed int)) answer {
	wanted := time.Duration(milliseconds) * time.Millisecond
	for started := time.Now(); time.Since(started) < wanted; {
		work()
	}
	found := speedFound{}
	started := time.Now()
	for time.Since(started) < wanted {
		count, passed := work()
		found.Count += count
		found.Passed = passed
	}
	found.Nanoseconds = time.Since(started).Nanoseconds()
	return answer{Speed: &found}
}
