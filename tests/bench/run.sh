#!/usr/bin/env bash
# Measures what Mapigate promises, as ratios within one run, and prints one table.
#   bash tests/bench/run.sh                      everything, about ten minutes
#   bash tests/bench/run.sh http guess           only these of: http idle guess names
#   bash tests/bench/run.sh --programs FOLDER    takes mapigate and bench-* from there, builds nothing
# BENCH_SECONDS (5) is the length of one run, BENCH_ROUNDS (4) how often the sides of a comparison take turns,
# BENCH_NAMES ("1000 3000 10000") the sizes of the self-check, BENCH_ROUND_TRIP (20) milliseconds of a network.
# Everything runs on the loopback and on free high ports, and is stopped and removed at the end.
set -euo pipefail
PATH=$PATH:/usr/sbin  # where Debian keeps nginx and dnsmasq
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
seconds=${BENCH_SECONDS:-5} rounds=${BENCH_ROUNDS:-4} sizes=${BENCH_NAMES:-1000 3000 10000}
round_trip=${BENCH_ROUND_TRIP:-20}
sections=() programs=""
while [ $# -gt 0 ]; do
  case $1 in
    http | idle | guess | names) sections+=("$1") ;;
    --programs) programs=${2:?--programs needs a folder}; shift ;;
    *) sed -n '2,8s/^# //p' "$0" >&2; exit 2 ;;
  esac
  shift
done
[ ${#sections[@]} -gt 0 ] || sections=(http idle guess names)
wanted() { case " ${sections[*]} " in *" $1 "*) true ;; *) false ;; esac; }

bash "$top/conf/install-packages.sh" bench
if [ -z "$programs" ]; then
  cd "$top"
  cmake --preset bench >/dev/null
  cmake --build --preset bench
  programs=$top/.build/bench/bin
fi

work=$(mktemp -d)
chmod 755 "$work"  # nginx, started by root, reads here as another user
declare -A pid_of=()
cleanup() {
  trap - EXIT
  [ ${#pid_of[@]} -eq 0 ] || kill "${pid_of[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
ulimit -n "$(ulimit -Hn)"

# start NAME COMMAND...: in the background, output in $work/NAME.log; ends with this script, however it ends.
start() {
  local name=$1
  shift
  setpriv --pdeathsig TERM "$@" >"$work/$name.log" 2>&1 &
  pid_of[$name]=$!
}
stop() {
  kill "${pid_of[$1]}"
  wait "${pid_of[$1]}" 2>/dev/null || true
  unset "pid_of[$1]"
}
# until_true WHAT COMMAND...
until_true() {
  local what=$1 end=$((SECONDS + 60))
  shift
  until "$@" 2>/dev/null; do
    if [ $SECONDS -ge $end ]; then
      echo "$what: not within a minute" >&2
      tail -n 20 "$work"/*.log >&2
      exit 1
    fi
    sleep 0.05
  done
}
ports=()
free_port() {
  local port
  while :; do
    port=$((RANDOM % 22000 + 10000))
    case " ${ports[*]-} " in *" $port "*) continue ;; esac
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  ports+=("$port")
}
for _ in 1 2 3 4 5 6 7 8 9; do free_port; done
admin=${ports[0]} nginx=${ports[1]} https=${ports[2]} http=${ports[3]} dns=${ports[4]}
# The same three a network away.
far_https=${ports[5]} far_http=${ports[6]} far_dns=${ports[7]} far_zone=${ports[8]}

calculate() { awk "BEGIN { printf \"${2:-%.2f}\", $1 }"; }
median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { printf "%.3f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
rows=()
row() { rows+=("$(printf '%-64s %22s   %s' "$1" "$2" "${3:-}")"); }
status_kib() { awk -v key="$2:" '$1 == key { print $2 }' "/proc/$1/status"; }
# Processor time of processes so far, in hundredths of a second.
processor() {
  local sum=0 pid fields
  for pid in "$@"; do
    read -ra fields <<<"$(sed 's/.*) //' "/proc/$pid/stat")"
    sum=$((sum + fields[11] + fields[12]))
  done
  echo "$sum"
}

# --- Certificates, zones, configuration ---

most=50
wanted names && for size in $sizes; do [ "$size" -le "$most" ] || most=$size; done
"$programs/bench-certificates" "$work" "$most"
name_of() { printf 'n%05d.test' "$1"; }

# configuration FILE NAMES near|far [KEY = VALUE of selfcheck...]
configuration() {
  local file=$1 names=$2 as_seen=("$https" "$http" "$dns")
  [ "$3" = near ] || as_seen=("$far_https" "$far_http" "$far_dns")
  shift 3
  {
    printf '[server]\nhostname = "mail.bench.test"\npublic_port = %s\nthreads = %s\n' "${as_seen[0]}" "$(nproc)"
    printf 'listen = ["127.0.0.1:%s"]\nredirect_listen = ["127.0.0.1:%s"]\n' "$https" "$http"
    printf 'admin_listen = ["127.0.0.1:%s"]\n' "$admin"
    printf '[store]\nfolder = "%s/store"\n[log]\nlevel = "warning"\n' "$work"
    printf '[selfcheck]\nhttps_port = %s\nhttp_port = %s\nresolvers = ["127.0.0.1:%s"]\n' "${as_seen[@]}"
    printf 'ca_file = "%s/root.pem"\nrecheck_interval = "1d"\n' "$work"
    [ $# -eq 0 ] || printf '%s\n' "$@"
    # One domain with nine aliases, and so on.
    awk -v n="$names" 'BEGIN {
      for (i = 1; i <= n; i += 10) {
        printf "[[domain]]\nname = \"n%05d.test\"\naliases = [", i
        for (k = i + 1; k < i + 10 && k <= n; ++k) printf "%s\"n%05d.test\"", (k > i + 1 ? ", " : ""), k
        print "]"
      }
    }'
    local chain
    for chain in "$work"/c*.pem; do
      printf '[[tls.certificate]]\nchain_file = "%s"\nkey_file = "%s"\n' "$chain" "${chain%.pem}.key"
    done
  } >"$file"
}

# start_dns NAME PORT HTTPS_PORT
start_dns() {
  {
    printf 'port=%s\nlisten-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\nlocal=/#/\n' "$2"
    [ "$(id -u)" -ne 0 ] || echo user=root
    printf 'host-record=mail.bench.test,127.0.0.1\n'
    awk -v n="$most" -v port="$3" 'BEGIN {
      for (i = 1; i <= n; ++i) {
        name = sprintf("n%05d.test", i)
        printf "host-record=%s,127.0.0.1\nhost-record=autodiscover.%s,127.0.0.1\n", name, name
        printf "srv-host=_autodiscover._tcp.%s,autodiscover.%s,%d,0,0\n", name, name, port
      }
    }'
  } >"$work/$1.conf"
  start "$1" dnsmasq --keep-in-foreground --conf-file="$work/$1.conf" --pid-file="$work/$1.pid"
}
start_dns dns "$dns" "$https"

# The gateway serves ten names in all measurements; only the self-check looks at more.
config=$work/mapigate.toml
configuration "$config" 10 near
user="user@$(name_of 1)" password="Benchmark-1"
echo "$password" | "$programs/mapigate" user add --config "$config" "$user" --password-file - >/dev/null
ready() { curl -sf -o "$work/ready" "http://127.0.0.1:$admin/readyz"; }
start_gateway() {
  start gateway "$programs/mapigate" serve --config "$config"
  until_true "the gateway" ready
}
start_gateway
url=https://127.0.0.1:$https/autodiscover/autodiscover.xml

# load URL: sets rate (requests a second), bad (answers other than 200) and latency (99th percentile, ms).
load() {
  local line
  line=$(BENCH_USER=$user BENCH_PASSWORD=$password wrk -t2 -c16 -d"${seconds}s" -s "$here/autodiscover.lua" --latency "$1" |
    grep '^RESULT')
  read -r _ rate bad latency <<<"$line"
  if [ "$bad" -ne 0 ]; then
    echo "$bad answers of $1 were not 200" >&2
    exit 1
  fi
}

# --- Autodiscover beside nginx ---

if wanted http; then
  size=$(curl -s --cacert "$work/root.pem" --resolve "mail.bench.test:$https:127.0.0.1" -u "$user:$password" \
    -H 'Content-Type: text/xml' -H 'X-MapiHttpCapability: 1' -o "$work/answer.xml" -w '%{size_download}' --data \
    "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\"><Request><EMailAddress>$user</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>" \
    "https://mail.bench.test:$https/autodiscover/autodiscover.xml")
  grep -q mapiHttp "$work/answer.xml" || { echo "no Autodiscover answer" >&2; cat "$work/answer.xml" >&2; exit 1; }

  # A body of that size out of nginx's memory, to the same POST: "return" is its fastest way (a static file refuses
  # POST). A value in nginx's configuration is shorter than 4096 characters, so the body stands in pieces.
  pieces="" body=""
  for ((left = size, i = 0; left > 0; left -= 4000, ++i)); do
    piece=$(head -c "$((left < 4000 ? left : 4000))" /dev/zero | tr '\0' x)
    pieces+="set \$piece$i \"$piece\"; "
    body+="\${piece$i}"
  done
  cat >"$work/nginx.conf" <<CONFIG
daemon off;
worker_processes $(nproc);
pid $work/nginx.pid;
error_log $work/nginx-error.log;
events { worker_connections 10000; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 300s;
  default_type text/xml;
  client_body_temp_path $work/nginx-body; proxy_temp_path $work/nginx-proxy; fastcgi_temp_path $work/nginx-fastcgi;
  uwsgi_temp_path $work/nginx-uwsgi; scgi_temp_path $work/nginx-scgi;
  server {
    listen 127.0.0.1:$nginx ssl;
    ssl_certificate $work/c000.pem;
    ssl_certificate_key $work/c000.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    location = /autodiscover/autodiscover.xml { $pieces return 200 "$body"; }
  }
}
CONFIG
  start nginx nginx -c "$work/nginx.conf" -e "$work/nginx-error.log"
  static_url=https://127.0.0.1:$nginx/autodiscover/autodiscover.xml
  until_true nginx curl -sk -o "$work/static" "$static_url"
  [ "$(wc -c <"$work/static")" -eq "$size" ] || { echo "nginx answers another size" >&2; exit 1; }
  # shellcheck disable=SC2009
  workers=$(ps -o pid= --ppid "${pid_of[nginx]}")
  ratios=() costs=() ours=() theirs=()
  for ((i = 1; i <= rounds; ++i)); do
    # shellcheck disable=SC2086
    before=$(processor $workers)
    load "$static_url"
    # shellcheck disable=SC2086
    nginx_rate=$rate nginx_cost=$(calculate "($(processor $workers) - $before) * 10000 / ($rate * $seconds)")
    before=$(processor "${pid_of[gateway]}")
    load "$url"
    cost=$(calculate "($(processor "${pid_of[gateway]}") - $before) * 10000 / ($rate * $seconds)")
    ratios+=("$(calculate "$rate / $nginx_rate" %.3f)") ours+=("$rate") theirs+=("$nginx_rate")
    costs+=("$(calculate "$cost / $nginx_cost" %.3f)")
    echo "autodiscover: nginx $nginx_rate/s ($nginx_cost us of processor each), gateway $rate/s ($cost us, p99 $latency ms)"
  done
  stop nginx
  row "Autodiscover POX of $size bytes, requests a second" "$(median "${ours[@]}" | cut -d. -f1)"
  row "  nginx, static body of that size" "$(median "${theirs[@]}" | cut -d. -f1)"
  row "  gateway / nginx (median of ${#ratios[@]}: ${ratios[*]})" "$(median "${ratios[@]}")" ">= 0.6, aim 0.8"
  row "  processor time of a request, gateway / nginx" "$(median "${costs[@]}")"
fi

# --- Idle connections ---

if wanted idle; then
  stop gateway
  start_gateway
  sleep 2
  idle=$(status_kib "${pid_of[gateway]}" VmRSS)
  mkfifo "$work/hold"
  setpriv --pdeathsig TERM "$programs/bench-connections" idle mail.bench.test "$https" 5000 \
    <"$work/hold" >"$work/connections.log" 2>&1 &
  pid_of[connections]=$!
  exec 8>"$work/hold"  # it holds them until this end is closed
  until_true "5000 connections" grep -q '^ready' "$work/connections.log"
  grep -q '^ready 5000$' "$work/connections.log" || { cat "$work/connections.log" >&2; exit 1; }
  sleep 1
  full=$(status_kib "${pid_of[gateway]}" VmRSS)
  exec 8>&-
  wait "${pid_of[connections]}"
  unset "pid_of[connections]"
  row "Resident memory of the gateway at start, MB" "$(calculate "$idle / 1024" %.1f)" "aim 25"
  row "Memory of an idle TLS connection (5000 of them), KB" "$(calculate "($full - $idle) / 5000" %.1f)" "aim 25"
fi

# --- Wrong passwords ---

if wanted guess; then
  ratios=() alone_rates=() beside_rates=() answers=()
  load "$url"  # so that the account knows where its owner comes from, and to warm up
  for ((i = 1; i <= rounds; ++i)); do
    load "$url"
    alone=$rate
    # A hundred connections at the owner's account and a hundred at others', from two other addresses.
    start guess1 "$programs/bench-connections" guess mail.bench.test "$https" 100 "$((seconds + 1))" 127.0.0.2 "$user"
    start guess2 "$programs/bench-connections" guess mail.bench.test "$https" 100 "$((seconds + 1))" 127.0.0.3 "g#@$(name_of 1)"
    load "$url"
    wait "${pid_of[guess1]}" "${pid_of[guess2]}"
    unset "pid_of[guess1]" "pid_of[guess2]"
    guesses=$(cat "$work/guess1.log" "$work/guess2.log" | awk '{ sum += $1 } END { print sum }')
    ratios+=("$(calculate "$rate / $alone" %.3f)") alone_rates+=("$alone") beside_rates+=("$rate") answers+=("$guesses")
    echo "wrong passwords: owner alone $alone/s, beside 200 guessing connections $rate/s ($guesses guesses answered)"
  done
  row "Owner beside 200 connections with wrong passwords, requests a second" "$(median "${beside_rates[@]}" | cut -d. -f1)"
  row "  beside / alone (median of ${#ratios[@]}: ${ratios[*]})" "$(median "${ratios[@]}")" ">= 0.9"
fi

# --- Self-check of many names ---

# check LABEL CONFIG: sets wall, used and peak.
check() {
  local line
  "$programs/bench-measure" "$programs/mapigate" check --config "$2" --nagios >"$work/check.out" 2>"$work/check.err" || true
  line=$(grep '^MEASURED' "$work/check.err")
  read -r _ wall used peak code <<<"$line"
  echo "self-check, $1: $wall s, $used s of processor, $peak MB at most: $(head -n 1 "$work/check.out" | cut -c1-120)"
  if [ "$code" -gt 1 ]; then
    cat "$work/check.err" >&2
    exit 1
  fi
}

if wanted names; then
  few=100
  for where in near far; do
    label="no latency"
    if [ $where = far ]; then
      label="round trips of $round_trip ms"
      stop gateway
      configuration "$config" 10 far
      start_dns far-dns "$far_zone" "$far_https"
      start latency "$programs/bench-latency" "$round_trip" "udp:$far_dns:$far_zone" "tcp:$far_https:$https" \
        "tcp:$far_http:$http"
      until_true "the latency" grep -q ready "$work/latency.log"
      start_gateway
    fi
    configuration "$work/one.toml" "$few" $where "queries_per_second = 100000" "concurrency = 1"
    check "$label, $few names one after another" "$work/one.toml"
    one_each=$(calculate "$wall / $few" %.5f)
    row "Self-check, $label, one name after another: ms a name" "$(calculate "$one_each * 1000" %.1f)"
    for size in $sizes; do
      configuration "$work/all.toml" "$size" $where "queries_per_second = 100000"
      check "$label, $size names" "$work/all.toml"
      row "  $size names side by side: s, ms a name, MB at most" \
        "$wall $(calculate "$wall * 1000 / $size" %.1f) $peak" "linear"
    done
    row "  times faster than one after another" "$(calculate "$one_each * $size / $wall" %.1f)" \
      "$([ $where = near ] || echo '>= 20')"
  done
  configuration "$work/all.toml" "$size" far
  check "$label, $size names, as configured by default" "$work/all.toml"
  row "  $size names with the default 1000 queries a second: s" "$wall"
fi

printf '\n%-64s %22s   %s\n' "$(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "measured" "goal"
printf '%s\n' "${rows[@]}"
