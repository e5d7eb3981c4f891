# shellcheck shell=bash disable=SC2034
# What every script here shares: names, addresses, and ways to say, wait and fail. Sourced, never run.
HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
CACHE=${CLUSTER_CACHE:-$HOME/.cache/environment-lifecycle/cluster}
RUN=$CACHE/run                 # everything of the running cluster: pki, logs, pids; gone after `down`
PKI=$RUN/pki
KUBE=$CACHE/bin/kube           # all of Kubernetes in one program
NODE=node1
NODE_DIR=$RUN/$NODE            # the node's own files, a tmpfs that only the node sees
LINK=elc0                      # the host's end of the cable to the node
CGROUP=elc
HOST_IP=10.123.0.1 NODE_IP=10.123.0.2
PODS=10.124.0.0/16 NODE_PODS=10.124.0.0/24 SERVICES=10.125.0.0/16
DNS_IP=10.125.0.10 EDGE_IP=10.125.0.80
KUBECONFIG_OUT=$PKI/admin.kubeconfig

T0=${EPOCHREALTIME/[.,]/}
say() { local us=$((${EPOCHREALTIME/[.,]/} - T0)); printf '%3d.%02d s  %s\n' $((us / 1000000)) $((us / 10000 % 100)) "$*" >&2; }

# die REASON [COMPONENT]: the reason, and the last lines of the component's log
die() {
  echo "cluster: $1" >&2
  if [ -n "${2:-}" ] && [ -s "$RUN/log/$2.log" ]; then
    echo "--- the last lines of $RUN/log/$2.log" >&2
    tail -n 15 "$RUN/log/$2.log" >&2
  fi
  exit 1
}

kubectl() { "$KUBE" kubectl --kubeconfig "$KUBECONFIG_OUT" --request-timeout=10s "$@"; }

# alive COMPONENT: is the process of its pid file running, and still ours?
alive() {
  local pid
  pid=$(cat "$RUN/pid/$1" 2>/dev/null) && [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$CACHE"
}

# wait_for SECONDS WHAT COMPONENT CMD...: until CMD succeeds; fails at once when the component has ended
wait_for() {
  local limit=$((SECONDS + $1)) what=$2 component=$3
  shift 3
  until "$@" >/dev/null 2>&1; do
    alive "$component" || die "$component ended before: $what" "$component"
    [ $SECONDS -lt $limit ] || die "waited in vain for: $what" "$component"
    sleep 0.1
  done
  say "$what"
}

need_root() { [ "$(id -u)" = 0 ] || die "needs root: it makes network namespaces, mounts and cgroups"; }

# lock: one `up` or `down` at a time; whatever is started must close descriptor 9
lock() {
  mkdir -p "$CACHE"
  exec 9>"$CACHE/up.lock"
  flock -w 600 9 || die "another up or down has held $CACHE/up.lock for ten minutes"
}

# end COMPONENT SIGNAL: ends its process group; what does not listen within 5 s is killed
end() {
  local pid i
  if alive "$1"; then
    pid=$(cat "$RUN/pid/$1")
    kill "-$2" -- "-$pid" 2>/dev/null || true
    for ((i = 0; i < 100; i++)); do alive "$1" || break; sleep 0.05; done
    kill -KILL -- "-$pid" 2>/dev/null || true
  fi
  rm -f "$RUN/pid/$1"
}

# tear_down: ends everything and takes away links, mounts, cgroups and volumes, of a whole or a half-dead cluster
tear_down() {
  local component i left
  end node KILL # its pid 1 goes with it, and so does every process, mount, link and rule of the node
  for component in scheduler controller-manager apiserver etcd; do end $component TERM; done
  for ((i = 0; i < 100; i++)); do
    left=
    ip link del $LINK 2>/dev/null || true
    umount "$RUN/etcd" 2>/dev/null || true
    find /sys/fs/cgroup/*/$CGROUP -depth -type d -exec rmdir {} + 2>/dev/null || true
    ! ip link show $LINK >/dev/null 2>&1 || left+=" the link $LINK;"
    ! mountpoint -q "$RUN/etcd" || left+=" the mount $RUN/etcd;"
    ! compgen -G "/sys/fs/cgroup/*/$CGROUP" >/dev/null || left+=" the cgroups /sys/fs/cgroup/*/$CGROUP;"
    [ -n "$left" ] || break
    sleep 0.1
  done
  [ -z "$left" ] || die "could not take away:$left"
  rm -rf --one-file-system "$RUN" /tmp/hostpath_pv
}
