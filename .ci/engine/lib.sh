# shellcheck shell=bash disable=SC2034
# What every script here shares: names, places, and ways to say, wait and fail. Sourced, never run.
HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
CACHE=${ENGINE_CACHE:-$HOME/.cache/environment-lifecycle/engine}
CLUSTER_CACHE=${CLUSTER_CACHE:-$HOME/.cache/environment-lifecycle/cluster}
# Engines beside one another share nothing but the cache; each script here acts on one of them.
INSTANCE=${ENGINE_INSTANCE:-1}
[[ $INSTANCE == [1-9] ]] || { echo "engine: ENGINE_INSTANCE is $INSTANCE; there are 1 to 9" >&2; exit 2; }
RUN=$CACHE/run                     # everything of the running engine: data, sockets, certificates, log; gone after `down`
[ "$INSTANCE" = 1 ] || RUN=$CACHE/run-$INSTANCE
SOCKET=$RUN/docker.sock
TLS_PORT=$((12375 + INSTANCE))     # loopback only
BRIDGE=elde$((INSTANCE - 1))       # the engine's own bridge, so that docker0 stays somebody else's
EDGE_PORT=$((18079 + INSTANCE))
POOL=10.$((125 + INSTANCE)).0.0/16 # addresses of all its networks
export DOCKER_CONFIG=$CACHE/config # where the docker client finds Compose v2

T0=${EPOCHREALTIME/[.,]/}
say() { local us=$((${EPOCHREALTIME/[.,]/} - T0)); printf '%3d.%02d s  %s\n' $((us / 1000000)) $((us / 10000 % 100)) "$*" >&2; }

# die REASON: the reason, and the last lines of the engine's log
die() {
  echo "engine: $1" >&2
  if [ -s "$RUN/dockerd.log" ]; then
    echo "--- the last lines of $RUN/dockerd.log" >&2
    tail -n 15 "$RUN/dockerd.log" >&2
  fi
  exit 1
}

d() { docker -H "unix://$SOCKET" "$@"; }

# alive: is the daemon of the pid file running, and still ours?
alive() {
  local pid
  pid=$(cat "$RUN/pid" 2>/dev/null) && [ -n "$pid" ] && grep -qzF "$RUN/" "/proc/$pid/cmdline" 2>/dev/null
}

answers() { alive && d version >/dev/null 2>&1; }

need_root() { [ "$(id -u)" = 0 ] || die "needs root: it starts a Docker daemon"; }

# lock: one `up` or `down` at a time; whatever is started must close descriptor 9
lock() {
  mkdir -p "$CACHE"
  exec 9>"$CACHE/up.lock"
  flock -w 600 9 || die "another up or down has held $CACHE/up.lock for ten minutes"
}

# start_daemon: on the data that are there; returns when it answers
start_daemon() {
  local own=() i
  # Each daemon empties the chains of the packet filter when it starts, so only the first engine uses them. Ports of the
  # others are open on loopback all the same, by Docker's proxy, and nothing of theirs has to leave the machine.
  if [ "$INSTANCE" != 1 ]; then
    own=(--iptables=false)
    iptables -C FORWARD -s "$POOL" -d "$POOL" -j ACCEPT 2>/dev/null || iptables -I FORWARD -s "$POOL" -d "$POOL" -j ACCEPT
  fi
  # No registry is asked: a pull fails at once, here and everywhere
  HTTP_PROXY=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9 setsid dockerd --data-root "$RUN/data" \
    --exec-root "$RUN/exec" --pidfile "$RUN/dockerd.pid" --config-file "$RUN/daemon.json" \
    -H "unix://$SOCKET" -H "tcp://127.0.0.1:$TLS_PORT" --tlsverify \
    --tlscacert "$RUN/pki/ca.pem" --tlscert "$RUN/pki/server.pem" --tlskey "$RUN/pki/server-key.pem" \
    --bridge "$BRIDGE" --default-address-pool "base=$POOL,size=24" --exec-opt native.cgroupdriver=cgroupfs \
    --group root --live-restore=false "${own[@]}" >>"$RUN/dockerd.log" 2>&1 </dev/null 9>&- &
  echo $! >"$RUN/pid"
  for ((i = 0; i < 300; i++)); do
    answers && return
    alive || die "the daemon ended"
    sleep 0.1
  done
  die "the daemon did not answer within 30 s"
}

# stop_daemon: as the machine's service does; containers get their grace period, after 20 s the daemon is killed
stop_daemon() {
  local pid i
  alive || return 0
  pid=$(cat "$RUN/pid")
  kill -TERM "$pid" 2>/dev/null
  for ((i = 0; i < 400; i++)); do alive || return 0; sleep 0.05; done
  kill -KILL "$pid" 2>/dev/null
}

# unmount: what the engine mounted below its own folder
unmount() { { grep -F " $RUN/" /proc/self/mounts || true; } | cut -d' ' -f2 | sort -r | xargs -r umount -l; }

# tear_down: ends the daemon and takes away its data, links, mounts and rules, of a whole or a half-dead engine
tear_down() {
  local link ours=${POOL%0.0/16}
  # one that is frozen could not end
  ! alive || kill -CONT "$(cat "$RUN/pid")" 2>/dev/null
  # shellcheck disable=SC2046 # each id is a word
  ! alive || [ -z "$(d ps -q 2>/dev/null)" ] || d kill $(d ps -q) >/dev/null 2>&1
  stop_daemon
  ours=${ours//./\\.}
  for link in $(ip -o -4 addr show to "$POOL" type bridge 2>/dev/null | awk '$2 ~ /^(br-|elde)/ { print $2 }'); do
    ip link del "$link"
    ours+="|$link"
  done
  unmount
  # Rules that name our addresses or bridges. Those of another engine name others, and stay.
  for table in filter nat; do
    iptables-save -t $table 2>/dev/null | grep -E "^-A .*($ours)" | sed 's/^-A/-D/' |
      while read -r rule; do eval "iptables -t $table $rule" 2>/dev/null; done
  done
  rm -rf --one-file-system "$RUN"
}
