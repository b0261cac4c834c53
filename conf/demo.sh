#!/usr/bin/env bash
# Mapigate's main job on real parts: a DNS server, TLS, other people's web servers, and the gateway. Each name of
# conf/demo/names.conf is set up in its own way and has to get its own verdict; only those that pass are served.
#   bash conf/demo.sh                    stays until Ctrl-C, so that you can look around
#   bash conf/demo.sh --once             ends after the probe; status 0 only if every name got its verdict
#   bash conf/demo.sh --programs FOLDER  takes mapigate and foreign-web-server from there, builds nothing
#   bash conf/demo.sh --names FILE       other names than those of conf/demo/names.conf
# Everything runs on loopback addresses and free high ports, and is stopped and removed at the end.
set -euo pipefail
export LC_ALL=C.UTF-8 PATH=$PATH:/usr/sbin  # where Debian keeps dnsmasq
top=$(cd "$(dirname "$0")/.." && pwd)
once=no programs="" names_file=$top/conf/demo/names.conf
while [ $# -gt 0 ]; do
  case $1 in
    --once) once=yes ;;
    --programs) programs=${2:?--programs needs a folder}; shift ;;
    --names) names_file=${2:?--names needs a file}; shift ;;
    *) sed -n '2,8s/^# //p' "$0" >&2; exit 2 ;;
  esac
  shift
done

bold="" dim="" red="" yellow="" green="" plain=""
if [ -t 1 ]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' yellow=$'\e[33m' green=$'\e[32m' plain=$'\e[0m'
fi
say() { printf '\n%s== %s%s\n' "$bold" "$1" "$plain"; }
fail() { printf '%s\n' "$1" >&2; [ $# -lt 2 ] || tail -n 20 "$2" >&2; exit 1; }

work="" certs="" pids=()
cleanup() {
  trap - EXIT INT TERM HUP
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf ${work:+"$work"} ${certs:+"$certs"}
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# start LOG COMMAND...: in the background; ends with this script, however it ends.
start() {
  local log=$1
  shift
  setpriv --pdeathsig TERM "$@" >"$log" 2>&1 &
  pids+=($!)
}
# until_true SECONDS PID COMMAND...: false when the process has ended or time is up.
until_true() {
  local end=$((SECONDS + $1)) pid=$2
  shift 2
  until "$@"; do
    kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $end ] || return 1
    sleep 0.05
  done
}
listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() {
  local port
  while :; do
    port=$((RANDOM % 22000 + 10000))
    case " ${ports[*]-} " in *" $port "*) continue ;; esac
    listening "$port" || break
  done
  ports+=("$port")
}

# --- Programs, certificates, zones ---

bash "$top/conf/install-packages.sh"
if [ -z "$programs" ]; then
  say "Building a release"
  cd "$top"
  cmake --preset release >/dev/null
  cmake --build --preset release --target mapigate foreign-web-server
  programs=$top/.build/release/bin
fi
mapigate=$programs/mapigate

work=$(mktemp -d)
certs=$(mktemp -d "$top/certs/demo.XXXXXX" 2>/dev/null || mktemp -d)
ports=()
free_port && free_port && free_port && free_port
https=${ports[0]} http=${ports[1]} admin=${ports[2]} dns=${ports[3]}
config=$work/mapigate.toml

say "Making certificates and zones"
bash "$top/certs/make-dev-ca.sh" "$certs"
issue() { bash "$top/certs/issue.sh" --ca "$certs" "$@"; }

cat >"$config" <<CONFIG
[server]
hostname = "mail.gateway.test"
public_port = $https
listen = ["127.0.0.1:$https"]
redirect_listen = ["127.0.0.1:$http"]
admin_listen = ["127.0.0.1:$admin"]

[store]
folder = "$work/store"

[selfcheck]
resolvers = ["127.0.0.1:$dns"]
https_port = $https
http_port = $http
ca_file = "$certs/root.pem"
dns_timeout = "500ms"
CONFIG
cat >"$work/dnsmasq.conf" <<CONFIG
port=$dns
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
user=root
local=/#/
host-record=mail.gateway.test,127.0.0.1
CONFIG

names=() sites=()
declare -A verdict_of finding_of why_of a_label_of alias_of aliases
gateway_certificate() {
  local base=$certs/gateway-$1 options=()
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --*) options+=("$1" "$2"); shift ;;
      *) options+=(--name "$1") ;;
    esac
    shift
  done
  issue "${options[@]}" --out "$base"
  printf '\n[[tls.certificate]]\nchain_file = "%s.pem"\nkey_file = "%s.key"\n' "$base" "$base" >>"$config"
}
gateway_certificate 0 mail.gateway.test
while read -r key value; do
  value=${value//HTTPS/$https}
  value=${value//HTTP/$http}
  case $key in
    "" | "#"*) ;;
    name)
      read -r name verdict finding <<<"$value"
      names+=("$name")
      verdict_of[$name]=$verdict
      finding_of[$name]=$finding
      ;;
    a-label) a_label_of[$name]=$value ;;
    alias-of) alias_of[$name]=$value && aliases[$value]+="${aliases[$value]:+, }\"$name\"" ;;
    why) why_of[$name]=$value ;;
    dns) echo "$value" >>"$work/dnsmasq.conf" ;;
    gateway)
      # shellcheck disable=SC2086  # several words
      gateway_certificate ${#names[@]} $value
      ;;
    foreign)
      read -r site host <<<"$value"
      if [ -n "$host" ]; then
        issue --name "$host" --out "$certs/foreign-${#names[@]}"
        site+=,cert=$certs/foreign-${#names[@]}
      fi
      sites+=("$site")
      ;;
    *) fail "$names_file: $key is not known" ;;
  esac
done <"$names_file"
for name in "${names[@]}"; do
  [ -n "${alias_of[$name]-}" ] || printf '\n[[domain]]\nname = "%s"\naliases = [%s]\n' "$name" "${aliases[$name]-}"
done >>"$config"

# --- Servers ---

say "Starting a DNS server (port $dns), ${#sites[@]} foreign web servers, and the gateway (port $https)"
start "$work/dnsmasq.log" dnsmasq --no-daemon --conf-file="$work/dnsmasq.conf"
until_true 10 "${pids[-1]}" listening "$dns" || fail "The DNS server did not start:" "$work/dnsmasq.log"
start "$work/web.log" "$programs/foreign-web-server" "${sites[@]}"
until_true 10 "${pids[-1]}" grep -qs '^ready$' "$work/web.log" || fail "The web servers did not start:" "$work/web.log"
start "$work/gateway.log" "$mapigate" serve --config "$config"
gateway=${pids[-1]}
until_true 60 "$gateway" curl -fs --noproxy '*' -o /dev/null "http://127.0.0.1:$admin/readyz" ||
  fail "The gateway did not start:" "$work/gateway.log"

say "The self-check: does Outlook's discovery for each name end at this gateway?"
"$mapigate" check --config "$config" --brief && status=0 || status=$?
[ $status -le 2 ] || fail "The check could not run (status $status)."

say "A user, and what Outlook would find for her"
echo "correct horse battery staple" >"$work/password"
"$mapigate" user add anna@at-autodiscover.test --name "Anna Weber" --config "$config" --password-file "$work/password"
"$mapigate" mail import --user anna@at-autodiscover.test "$top/conf/demo/mail.mbox" --config "$config"
"$mapigate" probe anna@at-autodiscover.test --resolver "127.0.0.1:$dns" --ca-file "$certs/root.pem" \
  --https-port "$https" --http-port "$http" --password-file "$work/password" && probed=yes || probed=no

# --- Every name must have got the verdict it was set up for, and be served if that is good ---

# What the gateway answers to a client that looks for a mailbox of this domain: 401 asks for a password, 503 refuses.
autodiscover_status() {
  curl -s --noproxy '*' -o "$work/answer" -w '%{http_code}' --cacert "$certs/root.pem" -H 'Content-Type: text/xml' \
    --resolve "mail.gateway.test:$https:127.0.0.1" "https://mail.gateway.test:$https/autodiscover/autodiscover.xml" \
    --data-binary @- <<REQUEST
<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request>
<EMailAddress>somebody@$1</EMailAddress>
<AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>
</Request></Autodiscover>
REQUEST
}

say "Each name: its verdict, what the gateway does for it, and how it is set up"
"$mapigate" check --config "$config" --now --json >"$work/check.json" || [ $? -le 2 ] || fail "The recheck could not run."
right=yes
complain() { right=no; printf '        %sexpected %s%s\n' "$red" "$1" "$plain"; }
for name in "${names[@]}"; do
  a_label=${a_label_of[$name]-$name}
  read -r verdict found < <(jq -r --arg name "$a_label" --arg finding "${finding_of[$name]}" '.names[] |
    select(.name == $name) | "\(.verdict) \([.findings[].id] | index($finding) != null)"' "$work/check.json") ||
    verdict=missing
  case $verdict in pass) colour=$green ;; warn) colour=$yellow ;; fail) colour=$red ;; *) colour=$dim ;; esac
  status=$(autodiscover_status "$a_label")
  case $status in 401) does=served ;; 503) does=refused ;; *) does=$status ;; esac
  case ${verdict_of[$name]} in pass | warn) expected=served ;; *) expected=refused ;; esac
  # printf pads by bytes, and a name may have umlauts.
  printf '%s%-7s%s %-7s %s%*s%s%s%s\n' "$colour" "$verdict" "$plain" "$does" "$name" $((24 - ${#name})) "" \
    "$dim" "${why_of[$name]}" "$plain"
  [ "$verdict" = "${verdict_of[$name]}" ] || complain "${verdict_of[$name]}"
  [ -z "${finding_of[$name]}" ] || [ "$found" = true ] || complain "the finding ${finding_of[$name]}"
  [ "$does" = "$expected" ] || complain "$expected"
done

result=0
[ "$probed" = yes ] || { echo "The probe failed."; result=1; }
[ "$right" = yes ] || { echo "Not every name got the verdict it was set up for."; result=1; }
[ $result -ne 0 ] || printf '\nEvery name got the verdict it was set up for, and the probe went through.\n'
[ "$once" = no ] || exit $result

trap 'exit $result' INT TERM HUP
say "All of it runs until Ctrl-C"
cat <<HELP
  $mapigate check --config $config --domain captured.test
  curl --noproxy '*' http://127.0.0.1:$admin/metrics
  tail -f $work/gateway.log
HELP
wait "$gateway" || true
fail "The gateway has ended:" "$work/gateway.log"
