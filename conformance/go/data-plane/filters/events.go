package main

import (
	"context"
	"encoding/json"
	"net/http"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/cloudevents/sdk-go/v2/binding"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
)

// structured reads an event from JSON: its numbers and booleans keep their type.
func structured(text json.RawMessage) (*cloudevents.Event, error) {
	event := cloudevents.Event{}
	err := event.UnmarshalJSON(text)
	return &event, err
}

// binary reads an event from headers, as the broker's filter does: every attribute is a text, or a time.
func binary(headers map[string]string) (*cloudevents.Event, error) {
	header := http.Header{}
	for name, text := range headers {
		header.Set(name, text)
	}
	return binding.ToEvent(context.Background(), cehttp.NewMessage(header, nil))
}
