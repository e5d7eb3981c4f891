# shellcheck shell=bash disable=SC2034
# What every script here shares: names, places, and ways to say, wait and fail. Sourced, never run.
HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
CACHE=${ENGINE_CACHE:-$HOME/.cache/environment-lifecycle/engine}
CLUSTER_CACHE=${CLUSTER_CACHE:-$HOME/.cache/environment-lifecycle/cluster}
RUN=$CACHE/run                     # everything of the running engine: data, sockets, certificates, log; gone after `down`
SOCKET=$RUN/docker.sock
TLS_PORT=12376                     # loopback only
BRIDGE=elde0                       # the engine's own bridge, so that docker0 stays somebody else's
EDGE_PORT=18080
POOL=10.126.0.0/16                 # addresses of all its networks
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
  pid=$(cat "$RUN/pid" 2>/dev/null) && [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$RUN"
}

need_root() { [ "$(id -u)" = 0 ] || die "needs root: it starts a Docker daemon"; }

# lock: one `up` or `down` at a time; whatever is started must close descriptor 9
lock() {
  mkdir -p "$CACHE"
  exec 9>"$CACHE/up.lock"
  flock -w 600 9 || die "another up or down has held $CACHE/up.lock for ten minutes"
}

# tear_down: ends the daemon and takes away its data, links, mounts and rules, of a whole or a half-dead engine
tear_down() {
  local pid i chain
  if alive; then
    pid=$(cat "$RUN/pid")
    # shellcheck disable=SC2046 # each id is a word
    [ -z "$(d ps -q 2>/dev/null)" ] || d kill $(d ps -q) >/dev/null 2>&1
    kill -TERM "$pid" 2>/dev/null
    for ((i = 0; i < 200; i++)); do alive || break; sleep 0.05; done
    kill -KILL "$pid" 2>/dev/null
  fi
  ip link del $BRIDGE 2>/dev/null
  ip -o link show type bridge 2>/dev/null | grep -o 'eld-[a-z0-9]*' | xargs -r -n 1 ip link del
  grep -F " $RUN/" /proc/self/mounts | cut -d' ' -f2 | sort -r | xargs -r umount -l
  # Rules that name our addresses or bridges. Those of another engine name others, and stay.
  for table in filter nat; do
    iptables-save -t $table 2>/dev/null | grep -E "^-A .*(10\.126\.|$BRIDGE)" | sed 's/^-A/-D/' |
      while read -r rule; do eval "iptables -t $table $rule" 2>/dev/null; done
  done
  rm -rf --one-file-system "$RUN"
}
