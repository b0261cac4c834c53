#!/usr/bin/env bash
# Issues a server certificate from the development CA (certs/make-dev-ca.sh).
#   certs/issue.sh --name NAME [--name NAME ...] --out FOLDER/BASE [options]
# Writes BASE.pem (the certificate and, behind it, the intermediate, as a server sends them) and BASE.key (0600).
#   --days N            ends N days from now, 90 when not given; a negative N makes an expired certificate
#   --from N            starts N days from now; a day ago when not given (90 days before its end if expired)
#   --no-intermediate   leaves the intermediate out of BASE.pem
#   --self-signed       signed by its own key
#   --ca FOLDER         where the CA is; the folder of this script when not given
set -euo pipefail
umask 077
usage() { sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0" >&2; exit 2; }

ca=$(cd "$(dirname "$0")" && pwd)
names=() out="" days=90 from="" intermediate=yes self_signed=no
while [ $# -gt 0 ]; do
  case $1 in
    --no-intermediate) intermediate=no ;;
    --self-signed) self_signed=yes ;;
    --name | --out | --days | --from | --ca)
      [ $# -ge 2 ] || usage
      case $1 in
        --name) names+=("$2") ;;
        --out) out=$2 ;;
        --days) days=$2 ;;
        --from) from=$2 ;;
        --ca) ca=$2 ;;
      esac
      shift ;;
    *) usage ;;
  esac
  shift
done
[ ${#names[@]} -gt 0 ] && [ -n "$out" ] || usage
[ -n "$from" ] || from=$((days <= 0 ? days - 90 : -1))

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
moment() { date -u -d "$1 days" +%Y%m%d%H%M%SZ; }

# `openssl ca`, since `openssl x509` of OpenSSL 3.0 takes no start date.
cat >"$work/ca.conf" <<CONFIG
[ca]
default_ca = development
[development]
new_certs_dir = $work
database = $work/index
serial = $work/serial
default_md = sha256
policy = any
x509_extensions = server
unique_subject = no
[any]
commonName = supplied
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = $(printf 'DNS:%s\n' "${names[@]}" | paste -sd,)
CONFIG
: >"$work/index"
openssl rand -hex 16 >"$work/serial"

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/key" 2>/dev/null
openssl req -new -key "$work/key" -subj "/CN=${names[0]:0:64}" -config /dev/null -out "$work/request"
if [ "$self_signed" = yes ]; then
  signer=(-selfsign -keyfile "$work/key")
  intermediate=no
else
  signer=(-cert "$ca/intermediate.pem" -keyfile "$ca/intermediate.key")
fi
openssl ca -batch -notext -preserveDN -config "$work/ca.conf" "${signer[@]}" -in "$work/request" \
  -startdate "$(moment "$from")" -enddate "$(moment "$days")" -out "$work/certificate" 2>"$work/messages" ||
  { cat "$work/messages" >&2; exit 1; }
[ "$intermediate" = no ] || cat "$ca/intermediate.pem" >>"$work/certificate"

mkdir -p "$(dirname "$out")"
install -m 600 "$work/key" "$out.key"
install -m 644 "$work/certificate" "$out.pem"
