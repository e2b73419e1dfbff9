package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"time"
)

// Material is what a Secret holds of certificates and keys, as PEM, made anew for every run.
type Material struct {
	// Authority signed Certificate; its subject is `CN=authority`, and that of Certificate `CN=client`.
	Authority   string `json:"authority"`
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
	// KeyPKCS1 is Key in the older form.
	KeyPKCS1 string `json:"keyPkcs1"`
	// OtherKey belongs to no certificate.
	OtherKey string `json:"otherKey"`
}

const bits = 2048

func printMaterial() error {
	keys := [3]*rsa.PrivateKey{}
	for at := range keys {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			return err
		}
		keys[at] = key
	}
	authorityKey, clientKey, otherKey := keys[0], keys[1], keys[2]
	authority := unsigned("authority")
	authority.IsCA = true
	signed, err := x509.CreateCertificate(rand.Reader, authority, authority, &authorityKey.PublicKey, authorityKey)
	if err != nil {
		return err
	}
	client, err := x509.CreateCertificate(rand.Reader, unsigned("client"), authority, &clientKey.PublicKey, authorityKey)
	if err != nil {
		return err
	}
	made := Material{
		Authority: block("CERTIFICATE", signed), Certificate: block("CERTIFICATE", client),
		KeyPKCS1: block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(clientKey)),
	}
	if made.Key, err = pkcs8(clientKey); err != nil {
		return err
	}
	if made.OtherKey, err = pkcs8(otherKey); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(made)
}

func unsigned(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
	}
}

func pkcs8(key *rsa.PrivateKey) (string, error) {
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	return block("PRIVATE KEY", raw), err
}

func block(kind string, raw []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}))
}
