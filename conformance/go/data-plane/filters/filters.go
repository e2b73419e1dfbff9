package main

import (
	"context"
	"encoding/json"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	"go.uber.org/zap"
	eventingv1 "knative.dev/eventing/pkg/apis/eventing/v1"
	"knative.dev/eventing/pkg/eventfilter"
	"knative.dev/eventing/pkg/eventfilter/attributes"
	"knative.dev/eventing/pkg/eventfilter/subscriptionsapi"
	"knative.dev/pkg/logging"
)

// The broker has a logger in its context, which does not print what filters do.
var quiet = logging.WithLogger(context.Background(), zap.NewNop().Sugar())

// prepare makes the filter as the broker's filter handler does.
func prepare(text json.RawMessage) (eventfilter.Filter, error) {
	var filters []eventingv1.SubscriptionsAPIFilter
	if err := json.Unmarshal(text, &filters); err != nil {
		return nil, err
	}
	return subscriptionsapi.CreateSubscriptionsAPIFilters(zap.NewNop(), filters), nil
}

func (j *judge) filters(text json.RawMessage, events []int) answer {
	filter, err := prepare(text)
	if err != nil {
		return answer{Error: err.Error()}
	}
	defer cleanUp(filter)
	return answer{Results: j.results(filter, events)}
}

// cleanUp ends what filters of filters run in the background. They may still be changing places then, so that one is
// ended twice, which panics, and another never: that is after the answer, and says nothing about it.
func cleanUp(filter eventfilter.Filter) {
	defer func() { _ = recover() }()
	filter.Cleanup()
}

func (j *judge) attributes(wanted map[string]string, events []int) answer {
	return answer{Results: j.results(attributes.NewAttributesFilter(wanted), events)}
}

func (j *judge) results(filter eventfilter.Filter, events []int) []string {
	results := make([]string, len(events))
	for at, number := range events {
		results[at] = result(filter, j.events[number])
	}
	return results
}

func result(filter eventfilter.Filter, event cloudevents.Event) (word string) {
	defer func() {
		if recover() != nil {
			word = "panic"
		}
	}()
	switch filter.Filter(quiet, event) {
	case eventfilter.PassFilter:
		return "pass"
	case eventfilter.FailFilter:
		return "fail"
	}
	return "none"
}
