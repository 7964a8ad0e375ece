#!/usr/bin/env bash
# Measures how long the packed sample application takes to start: as it is, with the bean definitions
# of the build (AOT), and with an archive of loaded classes (CDS) as well. Each round starts all three, one
# after the other, each with an empty database. Usage: measure-start-up.sh [jar] [rounds]
set -euo pipefail

jar=$(realpath "${1:-$(dirname "$0")/../../../target/faroe-sample-app.jar}")
rounds=${2:-5}
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
cp "$jar" app.jar
export FAROE_REST_CREDENTIAL=measured

# Prints the seconds since the process began, and the processor seconds that it used.
start() {
  rm -rf data
  : > log
  java "$@" --server.port=0 --management.server.port=0 > log 2>&1 &
  local pid=$!
  until grep -q 'Started SampleApplication' log; do
    kill -0 "$pid" || { cat log >&2; exit 1; }
    sleep 0.02
  done
  local ticks
  ticks=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
  kill "$pid"
  wait "$pid" || true
  echo "$(sed -n 's/.*process running for \([0-9.]*\).*/\1/p' log)" \
    "$(awk -v ticks="$ticks" -v hertz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f", ticks / hertz }')"
}

java -Djarmode=tools -jar app.jar extract --destination extracted
start -Dspring.aot.enabled=true -XX:ArchiveClassesAtExit=app.jsa -jar extracted/app.jar > /dev/null

echo "round variant seconds processor-seconds"
for round in $(seq "$rounds"); do
  echo "$round plain $(start -jar app.jar)"
  echo "$round aot $(start -Dspring.aot.enabled=true -jar app.jar)"
  echo "$round aot+cds $(start -Dspring.aot.enabled=true -XX:SharedArchiveFile=app.jsa -jar extracted/app.jar)"
done | tee results
echo "Medians:"
for variant in plain aot aot+cds; do
  for column in 3 4; do
    awk -v variant="$variant" -v column="$column" '$2 == variant { print $column }' results | sort -n |
      awk -v variant="$variant" -v column="$column" '{ value[NR] = $1 }
        END { print variant, column == 3 ? "seconds" : "processor-seconds", value[int((NR + 1) / 2)] }'
  done
done
