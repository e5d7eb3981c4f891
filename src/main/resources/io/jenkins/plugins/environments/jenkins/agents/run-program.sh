# sh -c THIS environments FOLDER ENVIRONMENT project|private PROGRAM ARGUMENT...
# Runs a program with variables and files that nobody else sees. ENVIRONMENTS_PRIVATE, in base64, is shell text that
# exports the variables and writes the files into "$folder".
umask 077
base=$1
name=$2
where=$3
shift 3

# Whether process $1 runs this script; pids are used again.
is_ours() {
  kill -0 "$1" 2>/dev/null || return 1
  [ ! -r "/proc/$1/cmdline" ] || grep -q ENVIRONMENTS_PRIVATE "/proc/$1/cmdline" 2>/dev/null
}

# What others left: private files of those that were killed, and a program that still works on this environment.
for left in "$base"/environments-*-of-*; do
  [ -d "$left" ] || continue
  pid=${left##*/environments-}
  of=${pid#*-of-}
  pid=${pid%%-of-*}
  if is_ours "$pid"; then
    [ "$of" = "$name" ] || continue
    kill -TERM "$pid" 2>/dev/null
    waited=0
    while is_ours "$pid"; do
      [ "$waited" -lt 30 ] || kill -KILL "$pid" 2>/dev/null
      waited=$((waited + 1))
      sleep 1
    done
  fi
  rm -rf "$left"
done

folder=$base/environments-$$-of-$name
child=
finish() {
  trap - EXIT
  rm -rf "$folder"
}
stop() {
  trap '' HUP INT TERM
  if [ -n "$child" ]; then
    kill -TERM "$child" 2>/dev/null
    wait "$child"
  fi
  finish
  exit 143
}
trap finish EXIT
trap stop HUP INT TERM
mkdir "$folder" || exit 125

settings=$(printf %s "$ENVIRONMENTS_PRIVATE" | base64 -d) || exit 125
unset ENVIRONMENTS_PRIVATE
for variable in $(env | sed -n -e 's/^\(DOCKER_[A-Za-z0-9_]*\)=.*/\1/p' -e 's/^\(COMPOSE_[A-Za-z0-9_]*\)=.*/\1/p'); do
  [ "$variable" = DOCKER_CONFIG ] || unset "$variable"
done
eval "$settings"
unset settings
[ "$where" = project ] || cd "$folder" || exit 125

# In the background, so that a signal is answered at once; a shell takes the input away from there.
exec 3<&0
"$@" <&3 3<&- &
child=$!
exec 3<&- </dev/null
wait "$child"
