package main

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"sort"

	"github.com/IBM/sarama"

	"knative.dev/eventing-kafka-broker/control-plane/pkg/contract"
)

// Answer is what one line of the output holds.
type Answer struct {
	// Failure says that the question makes no sense, which is a mistake of whoever asked.
	Failure string `json:"failure,omitempty"`
	// Refusal is why the controllers stopped.
	Refusal string `json:"refusal,omitempty"`
	// Secrets are what the operators of the question would make, by `namespace/name`.
	Secrets map[string]map[string][]byte `json:"secrets,omitempty"`
	// Clients are the clients that the controllers connected with, in their order.
	Clients []Client `json:"clients,omitempty"`
	// Topic is the one that the controllers created, or looked for.
	Topic *Topic `json:"topic,omitempty"`
	// Receiver is what the data plane gets to take events in.
	Receiver *Resource `json:"receiver,omitempty"`
	// Dispatcher is what the data plane gets to send events out.
	Dispatcher *Resource `json:"dispatcher,omitempty"`
	// Keda is what KEDA gets.
	Keda *Keda `json:"keda,omitempty"`
}

// Client is the configuration of a Kafka client, as the security package fills it in.
type Client struct {
	Servers []string `json:"servers"`
	SASL    *SASL    `json:"sasl,omitempty"`
	TLS     *TLS     `json:"tls,omitempty"`
}

// SASL is how a client authenticates.
type SASL struct {
	Mechanism string `json:"mechanism"`
	User      string `json:"user"`
	Password  string `json:"password"`
	// Token says that a provider of tokens stands in for user and password.
	Token bool `json:"token,omitempty"`
}

// TLS is how a client encrypts.
type TLS struct {
	// Authorities are the subjects of the certificates that replace the system's; absent where those are used.
	Authorities []string `json:"authorities,omitempty"`
	// Certificate is the subject of the client's certificate.
	Certificate string `json:"certificate,omitempty"`
}

// Topic is a topic of the Kafka cluster.
type Topic struct {
	Name        string            `json:"name"`
	Created     bool              `json:"created"`
	Partitions  int32             `json:"partitions,omitempty"`
	Replication int16             `json:"replication,omitempty"`
	Options     map[string]string `json:"options,omitempty"`
}

// Resource is an entry of the contract between the controllers and the data plane.
type Resource struct {
	Servers string   `json:"servers"`
	Topics  []string `json:"topics"`
	// Secret is what the data plane reads as a whole, `namespace/name`.
	Secret string `json:"secret,omitempty"`
	// Protocol goes with Keys.
	Protocol string `json:"protocol,omitempty"`
	// Keys are what the data plane reads one by one: `namespace/name/key` by the field that it fills.
	Keys map[string]string `json:"keys,omitempty"`
	// Group, Order and KeyType are those of a dispatcher.
	Group   string `json:"group,omitempty"`
	Order   string `json:"order,omitempty"`
	KeyType string `json:"keyType,omitempty"`
	// ContentMode is that of a receiver.
	ContentMode string `json:"contentMode,omitempty"`
}

// Keda is what KEDA scales by.
type Keda struct {
	Min       int32    `json:"min"`
	Max       int32    `json:"max"`
	Polling   int32    `json:"polling"`
	Cooldown  int32    `json:"cooldown"`
	Threshold string   `json:"threshold"`
	Servers   string   `json:"servers"`
	Group     string   `json:"group"`
	Topics    []string `json:"topics"`
	// Parameters are the values that the scaler gets, found as KEDA finds them; a key that does not exist is `missing`.
	Parameters map[string]string `json:"parameters,omitempty"`
}

func clientOf(servers []string, config *sarama.Config) Client {
	client := Client{Servers: append([]string{}, servers...)}
	if sasl := config.Net.SASL; sasl.Enable {
		client.SASL = &SASL{
			Mechanism: string(sasl.Mechanism), User: sasl.User, Password: sasl.Password, Token: sasl.TokenProvider != nil,
		}
	}
	if config.Net.TLS.Enable {
		client.TLS = &TLS{Authorities: subjectsOf(config.Net.TLS.Config.RootCAs)}
		for _, certificate := range config.Net.TLS.Config.Certificates {
			if leaf, err := x509.ParseCertificate(certificate.Certificate[0]); err == nil {
				client.TLS.Certificate = leaf.Subject.String()
			}
		}
	}
	return client
}

func subjectsOf(pool *x509.CertPool) []string {
	if pool == nil {
		return nil
	}
	subjects := []string{}
	//lint:ignore SA1019 the pool is none of the system's, whose subjects would be left out.
	for _, raw := range pool.Subjects() {
		sequence := pkix.RDNSequence{}
		name := pkix.Name{}
		if _, err := asn1.Unmarshal(raw, &sequence); err == nil {
			name.FillFromRDNSequence(&sequence)
		}
		subjects = append(subjects, name.String())
	}
	sort.Strings(subjects)
	return subjects
}

func resourceOf(given *contract.Resource) *Resource {
	resource := &Resource{Servers: given.BootstrapServers, Topics: given.Topics}
	if secret := given.GetAuthSecret(); secret != nil {
		resource.Secret = secret.Namespace + "/" + secret.Name
	}
	if many := given.GetMultiAuthSecret(); many != nil {
		resource.Protocol = many.Protocol.String()
		resource.Keys = map[string]string{}
		for _, secret := range many.References {
			for _, key := range secret.KeyFieldReferences {
				at := fmt.Sprintf("%s/%s/%s", secret.Reference.Namespace, secret.Reference.Name, key.SecretKey)
				resource.Keys[key.Field.String()] = at
			}
		}
	}
	if given.Ingress != nil {
		resource.ContentMode = given.Ingress.ContentMode.String()
	}
	for _, egress := range given.Egresses {
		resource.Group = egress.ConsumerGroup
		resource.Order = egress.DeliveryOrder.String()
		resource.KeyType = egress.KeyType.String()
	}
	return resource
}
