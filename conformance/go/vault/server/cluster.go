package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	authv1 "k8s.io/api/authentication/v1"
)

// issuer is also the audience of the API server itself, as it is where nobody sets another.
const issuer = "https://kubernetes.default.svc.cluster.local"

// account is a service account that a token is wanted for.
type account struct {
	Namespace string   `json:"namespace"`
	Name      string   `json:"name"`
	Audiences []string `json:"audiences"`
}

// cluster plays the one call of an API server that Vault makes: it knows its own tokens, and reviews them as a real one
// does. What it does not judge is who may ask for a review (the ClusterRole `system:auth-delegator`).
type cluster struct {
	address string
	ca      string
	key     *ecdsa.PrivateKey
}

// named is an object as the claims of a token name it.
type named struct {
	Name string `json:"name"`
	UID  string `json:"uid"`
}

// bound are the claims of Kubernetes in a token that is mounted into a pod.
type bound struct {
	Namespace      string `json:"namespace"`
	ServiceAccount named  `json:"serviceaccount"`
}

// claims of a token, as far as they are read.
type claims struct {
	jwt.Claims
	// Kubernetes always writes a list, and Vault reads nothing else.
	Audiences  []string `json:"aud"`
	Kubernetes bound    `json:"kubernetes.io"`
}

func newCluster() (*cluster, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	made := &cluster{key: key}
	server := httptest.NewTLSServer(http.HandlerFunc(made.review))
	made.address = server.URL
	made.ca = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	return made, nil
}

// tokenOf signs what the kubelet would mount.
func (c *cluster) tokenOf(wanted account) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: c.key}, nil)
	if err != nil {
		return "", err
	}
	audiences := wanted.Audiences
	if len(audiences) == 0 {
		audiences = []string{issuer}
	}
	now := time.Now()
	return jwt.Signed(signer).Claims(claims{
		Claims: jwt.Claims{
			Issuer:    issuer,
			Subject:   "system:serviceaccount:" + wanted.Namespace + ":" + wanted.Name,
			IssuedAt:  jwt.NewNumericDate(now),
			NotBefore: jwt.NewNumericDate(now),
			Expiry:    jwt.NewNumericDate(now.Add(time.Hour)),
		},
		Audiences: audiences,
		Kubernetes: bound{
			Namespace:      wanted.Namespace,
			ServiceAccount: named{Name: wanted.Name, UID: uidOf(wanted.Namespace, wanted.Name)},
		},
	}).Serialize()
}

// review answers a TokenReview. Whoever asks shows a token for the API server itself.
func (c *cluster) review(writer http.ResponseWriter, request *http.Request) {
	asking := strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")
	if _, known := c.verify(asking, []string{issuer}); !known {
		refuse(writer, http.StatusUnauthorized)
		return
	}
	var review authv1.TokenReview
	isReview := request.URL.Path == "/apis/authentication.k8s.io/v1/tokenreviews" && request.Method == http.MethodPost
	if !isReview || json.NewDecoder(request.Body).Decode(&review) != nil {
		refuse(writer, http.StatusNotFound)
		return
	}
	wanted := review.Spec.Audiences
	if len(wanted) == 0 {
		wanted = []string{issuer}
	}
	read, known := c.verify(review.Spec.Token, wanted)
	review.Status = authv1.TokenReviewStatus{Authenticated: known}
	if known {
		review.Status.User = authv1.UserInfo{
			Username: read.Subject,
			UID:      uidOf(read.Kubernetes.Namespace, read.Kubernetes.ServiceAccount.Name),
		}
		review.Status.Audiences = common(wanted, read.Audiences)
	}
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(writer).Encode(review)
}

// verify reads a token, and tells whether it is one of this cluster for one of the audiences.
func (c *cluster) verify(token string, audiences []string) (claims, bool) {
	var read claims
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil || parsed.Claims(&c.key.PublicKey, &read) != nil {
		return read, false
	}
	valid := read.Validate(jwt.Expected{Issuer: issuer, Time: time.Now()}) == nil
	return read, valid && len(common(audiences, read.Audiences)) > 0
}

// refuse answers as an API server does: with a Status.
func refuse(writer http.ResponseWriter, code int) {
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(code)
	_ = json.NewEncoder(writer).Encode(map[string]any{
		"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": http.StatusText(code),
	})
}

func common(wanted, given []string) []string {
	return slices.DeleteFunc(slices.Clone(wanted), func(one string) bool { return !slices.Contains(given, one) })
}

// uidOf is the same for an account whenever it is asked for.
func uidOf(namespace, name string) string {
	return namespace + "." + name + ".uid"
}
