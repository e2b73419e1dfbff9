package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// externalSecret is what the External Secrets Operator reads of an ExternalSecret that has templates.
type externalSecret struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Target struct {
			Name     string `json:"name"`
			Template struct {
				EngineVersion string            `json:"engineVersion"`
				Data          map[string]string `json:"data"`
			} `json:"template"`
		} `json:"target"`
		Data []struct {
			SecretKey string `json:"secretKey"`
			RemoteRef struct {
				Key      string `json:"key"`
				Property string `json:"property"`
			} `json:"remoteRef"`
		} `json:"data"`
	} `json:"spec"`
}

// vaultStaticSecret is what the Vault Secrets Operator reads of a VaultStaticSecret that has templates.
type vaultStaticSecret struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Mount       string `json:"mount"`
		Path        string `json:"path"`
		Destination struct {
			Name           string `json:"name"`
			Transformation struct {
				Templates map[string]struct {
					Text string `json:"text"`
				} `json:"templates"`
			} `json:"transformation"`
		} `json:"destination"`
	} `json:"spec"`
}

// render makes the Secret that an operator would make. Both operators run Go templates with the functions of sprig:
// the first over its data by name (runtime/template/v2), the second over `.Secrets` (internal/helpers/template.go).
func render(kind string, text []byte, stored []Stored) (*corev1.Secret, error) {
	if kind == "ExternalSecret" {
		given := externalSecret{}
		if err := json.Unmarshal(text, &given); err != nil {
			return nil, err
		}
		data := map[string]any{}
		for _, each := range given.Spec.Data {
			value, ok := valueAt(stored, each.RemoteRef.Key, each.RemoteRef.Property)
			if !ok {
				return nil, fmt.Errorf("nothing is stored at %s of %s", each.RemoteRef.Property, each.RemoteRef.Key)
			}
			data[each.SecretKey] = value
		}
		target := given.Spec.Target
		return secretOf(given.Namespace, target.Name, target.Template.Data, data)
	}
	given := vaultStaticSecret{}
	if err := json.Unmarshal(text, &given); err != nil {
		return nil, err
	}
	fields := map[string]any{}
	for _, each := range stored {
		if each.Path == given.Spec.Mount+"/"+given.Spec.Path {
			fields[each.Field] = each.Value
		}
	}
	templates := map[string]string{}
	for key, each := range given.Spec.Destination.Transformation.Templates {
		templates[key] = each.Text
	}
	return secretOf(given.Namespace, given.Spec.Destination.Name, templates, map[string]any{"Secrets": fields})
}

func valueAt(stored []Stored, path, field string) (string, bool) {
	for _, each := range stored {
		if each.Path == path && each.Field == field {
			return each.Value, true
		}
	}
	return "", false
}

func secretOf(namespace, name string, templates map[string]string, data map[string]any) (*corev1.Secret, error) {
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Data: map[string][]byte{}}
	for key, text := range templates {
		parsed, err := template.New(key).Option("missingkey=error").Funcs(sprig.HermeticTxtFuncMap()).Parse(text)
		if err != nil {
			return nil, err
		}
		value := bytes.Buffer{}
		if err := parsed.Execute(&value, data); err != nil {
			return nil, err
		}
		secret.Data[key] = value.Bytes()
	}
	return secret, nil
}
