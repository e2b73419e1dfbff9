#!/bin/sh
# Tells Vault what it has to know, so that the services get their secrets: login methods, mounts, policies, roles. It
# holds no secret, and may be run again. It needs the `vault` CLI, VAULT_ADDR, and a token that may do all of this.
#
# A Vault outside of the cluster may check tokens with an account of its own. The token of that account is a credential:
# TOKEN_REVIEWER_JWT_FILE names a file that holds it.
set -eu

# login_method NAMESPACE PATH TYPE
login_method() {
  known=$(vault auth list ${1:+"-namespace=$1"} -format=json)
  case $known in
    *"\"$2/\": {"*) ;;
    *) vault auth enable ${1:+"-namespace=$1"} "-path=$2" "$3"; return ;;
  esac
  about=$(vault read ${1:+"-namespace=$1"} -format=json "sys/auth/$2")
  case $about in
    *"\"type\": \"$3\""*) ;;
    *) echo "auth/$2 is no login method of the type $3, which the services log in with" >&2; exit 1 ;;
  esac
}

# login_config NAMESPACE PATH described|assumed, with the configuration as its input. Vault replaces all of it, so that
# what is there already stays unless the program describes it.
login_config() {
  if about=$(vault read ${1:+"-namespace=$1"} -format=json "auth/$2/config" 2>&1 </dev/null); then
    if [ "$3" = assumed ]; then
      echo "auth/$2 is configured already, and stays as it is: the program does not describe it"
      return
    fi
    case "${TOKEN_REVIEWER_JWT_FILE-} $about" in
      ' '*'"token_reviewer_jwt_set": true'*)
        echo "auth/$2 has a token_reviewer_jwt, which would be lost, and stays as it is: name it with TOKEN_REVIEWER_JWT_FILE" >&2
        return ;;
    esac
  else
    case $about in
      *'No value found at'*) ;;
      *) printf '%s\n' "$about" >&2; exit 1 ;;
    esac
  fi
  vault write ${1:+"-namespace=$1"} "auth/$2/config" - \
    ${TOKEN_REVIEWER_JWT_FILE:+"token_reviewer_jwt=@$TOKEN_REVIEWER_JWT_FILE"}
}

# kv_mount NAMESPACE PATH VERSION
kv_mount() {
  known=$(vault secrets list ${1:+"-namespace=$1"} -format=json)
  case $known in
    *"\"$2/\": {"*) ;;
    *) vault secrets enable ${1:+"-namespace=$1"} "-path=$2" "-version=$3" kv; return ;;
  esac
  about=$(vault read ${1:+"-namespace=$1"} -format=json "sys/mounts/$2")
  found=another
  case $about in *'"type": "kv"'*) found=1 ;; esac
  case $found$about in 1*'"version": "2"'*) found=2 ;; esac
  if [ "$found" != "$3" ]; then
    echo "the mount $2 is no key/value engine of version $3, which the services read" >&2
    exit 1
  fi
}

login_method '' kubernetes kubernetes

login_config '' kubernetes described <<'EOF'
{
  "kubernetes_host": "https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com"
}
EOF

kv_mount '' secrets 1

vault policy write app-user - <<'EOF'
path "secrets/my-secrets" {
  capabilities = ["read"]
}
EOF

vault write auth/kubernetes/role/app-user - <<'EOF'
{
  "bound_service_account_names": [
    "vault-auth"
  ],
  "bound_service_account_namespaces": [
    "my-knative-services"
  ],
  "token_policies": [
    "app-user"
  ]
}
EOF

cat <<'EOF'
Put these secrets there by hand. Each command reads a JSON object from its standard input, and replaces what is
there; end it with Ctrl-D.
  vault kv put -mount=secrets my-secrets -
EOF
