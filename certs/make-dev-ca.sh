#!/usr/bin/env bash
# Makes a certification authority for development: a root and an intermediate (EC P-256), ten years.
#   certs/make-dev-ca.sh [FOLDER]      FOLDER is this one when it is not named
# Writes root.pem (what clients trust), root.key, intermediate.pem, intermediate.key. Changes nothing when they
# are there. Server certificates: certs/issue.sh. Never let a client that people use trust this root.
set -euo pipefail
umask 077
folder=${1:-$(cd "$(dirname "$0")" && pwd)}
mkdir -p "$folder"
cd "$folder"
[ -e root.pem ] && [ -e intermediate.pem ] && exit 0

new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

new_key root.key
openssl req -x509 -new -key root.key -days 3650 -subj "/CN=Mapigate development root" -out root.pem \
  -config /dev/null -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
  -addext "subjectKeyIdentifier=hash"

new_key intermediate.key
openssl req -new -key intermediate.key -subj "/CN=Mapigate development intermediate" -config /dev/null |
  openssl x509 -req -days 3650 -CA root.pem -CAkey root.key -out intermediate.pem -extfile <(cat <<'EXTENSIONS'
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
EXTENSIONS
) 2>/dev/null
chmod 644 root.pem intermediate.pem
