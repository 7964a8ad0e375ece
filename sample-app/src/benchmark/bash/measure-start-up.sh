#!/usr/bin/env bash
# Measures how long the packed sample application takes from the start of its process to the first response,
# beside a bare application with WebFlux and R2DBC that is packed in the same way: as it is, with the bean
# definitions of the build (AOT), and with an archive of loaded classes as well (CDS; from JDK 25 on also the
# cache that has profiles too). Each round starts all of them, one after the other, each with an empty database.
# What is polled until it answers: GET /users/x of the sample application, with status 401, and GET /row of the
# bare one, which is a row of the database.
# Usage: [JAVA_OPTIONS=...] measure-start-up.sh [jar] [rounds], after mvn package, which compiles the bare one too.
set -euo pipefail

module=$(realpath "$(dirname "$0")/../../..")
jar=$(realpath "${1:-$module/target/faroe-sample-app.jar}")
rounds=${2:-5}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
bare=dev.faroe.sample.benchmark.BareApplication
# The libraries that WebFlux and R2DBC with H2 do not bring along.
beyond_bare='^(HdrHistogram|angus|attoparser|bcprov|bucket4j|classmate|core-|faroe|hibernate|jackson-dataformat'
beyond_bare+='|jakarta.(activation|mail|validation|xml)|java-otp|jboss|jna|lazysodium|lettuce'
beyond_bare+='|micrometer-(core|jakarta9|registry)|prometheus|r2dbc-postgresql|redis|resilience4j|saslprep|scram'
beyond_bare+='|spring-boot-(actuator|data-redis|health|mail|micrometer|security|session|thymeleaf|validation)'
beyond_bare+='|spring-context-support|spring-data-(keyvalue|redis)|spring-oxm|spring-(security|session)|sqlite|stringprep'
beyond_bare+='|thymeleaf|tomcat|unbescape|uplot|webauthn4j)'
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
export FAROE_REST_CREDENTIAL=measured

# Makes an executable jar of the bare application with the libraries of the sample application.
pack_bare() {
  mkdir contents
  (cd contents && "${java%java}jar" --extract --file "$jar")
  local classes=contents/BOOT-INF/classes path=${bare//.//} library
  for library in contents/BOOT-INF/lib/*.jar; do
    if [[ $(basename "$library") =~ $beyond_bare ]]; then rm "$library"; fi
  done
  rm -r "$classes" contents/BOOT-INF/*.idx contents/META-INF
  mkdir -p "$classes/${path%/*}"
  cp "$module/target/test-classes/$path.class" "$classes/${path%/*}/"
  "$java" -cp "$classes:contents/BOOT-INF/lib/*" org.springframework.boot.SpringApplicationAotProcessor \
    "$bare" sources resources generated dev.faroe bare > log 2>&1 || { cat log >&2; exit 1; }
  find sources -name '*.java' > sources.txt
  "${java}c" -nowarn -parameters -cp "$classes:contents/BOOT-INF/lib/*" -d "$classes" @sources.txt
  cp -r resources/. "$classes/"
  if [ -d generated ]; then cp -r generated/. "$classes/"; fi
  (cd contents && printf -- '- "%s"\n' BOOT-INF/lib/*.jar > BOOT-INF/classpath.idx)
  printf '%s\n' 'Main-Class: org.springframework.boot.loader.launch.JarLauncher' "Start-Class: $bare" \
    'Spring-Boot-Version: any' 'Spring-Boot-Classes: BOOT-INF/classes/' 'Spring-Boot-Lib: BOOT-INF/lib/' \
    'Spring-Boot-Classpath-Index: BOOT-INF/classpath.idx' 'Enable-Native-Access: ALL-UNNAMED' > manifest
  "${java%java}jar" --create --no-compress --file bare.jar --manifest manifest -C contents .
}

# Starts an application (sample or bare) and prints the seconds until its first response, and the processor
# seconds that it used until then.
start() (
  application=$1 path=/users/x status=401 response=''
  shift
  if [ "$application" = bare ]; then path=/row status=200; fi
  port=$((20000 + RANDOM % 5000 * 2))
  rm -rf data
  begin=$EPOCHREALTIME
  # shellcheck disable=SC2086
  "$java" ${JAVA_OPTIONS:-} "$@" --server.port=$port --management.server.port=$((port + 1)) \
    --spring.main.banner-mode=off > log 2>&1 &
  pid=$!
  trap 'kill -9 "$pid" 2> /dev/null || true' EXIT
  until { exec 3<> "/dev/tcp/127.0.0.1/$port"; } 2> /dev/null; do
    kill -0 "$pid" || { cat log >&2; exit 1; }
    sleep 0.01
  done
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
  read -r -t 30 response <&3 || true
  end=$EPOCHREALTIME
  ticks=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
  exec 3>&-
  [[ $response == "HTTP/1.1 $status "* ]] || { echo "Unexpected: $response" >&2; exit 1; }
  kill "$pid"
  wait "$pid" || true
  awk -v begin="$begin" -v end="$end" -v ticks="$ticks" -v hertz="$(getconf CLK_TCK)" \
    'BEGIN { printf "%.2f %.2f\n", end - begin, ticks / hertz }'
)

# Prints the options of one way to start an application.
options() {
  case $2 in
    plain) echo "-jar $1.jar" ;;
    aot) echo "-Dspring.aot.enabled=true -jar $1.jar" ;;
    aot+cds) echo "-Dspring.aot.enabled=true -XX:SharedArchiveFile=$1.jsa -jar extracted/$1.jar" ;;
    aot+cache) echo "-Dspring.aot.enabled=true -XX:AOTCache=$1.aot -jar extracted/$1.jar" ;;
  esac
}

cp "$jar" sample.jar
pack_bare
ways=(plain aot aot+cds)
"$java" -XX:AOTCacheOutput=probe.aot -version > /dev/null 2>&1 && ways+=(aot+cache)
for application in sample bare; do
  "$java" -Djarmode=tools -jar $application.jar extract --destination extracted --force > /dev/null
done
for application in sample bare; do
  extracted="-Dspring.aot.enabled=true -jar extracted/$application.jar"
  # shellcheck disable=SC2086
  start $application -XX:ArchiveClassesAtExit=$application.jsa $extracted > /dev/null
  if [ ${#ways[@]} = 4 ]; then
    # shellcheck disable=SC2086
    start $application -XX:AOTCacheOutput=$application.aot $extracted > /dev/null
  fi
done

for round in $(seq "$rounds"); do
  for way in "${ways[@]}"; do
    for application in sample bare; do
      # shellcheck disable=SC2046
      echo "$round $way $application $(start $application $(options $application "$way"))"
    done
  done
done | tee results >&2

echo '| Start | Application | Time | Time / bare | Time / plain | Processor time | / bare | / plain |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- |'
# Medians: those of the ratios are of the ratios of each round.
awk -v ways="${ways[*]}" '
  function median(kind, way, application, other_way, other_application,   i, j, swap, value) {
    for (i = 1; i <= rounds; i++) {
      value[i] = measured[kind, i, way, application] \
        / (other_way == "" ? 1 : measured[kind, i, other_way, other_application])
      for (j = i; j > 1 && value[j - 1] > value[j]; j--) {
        swap = value[j]; value[j] = value[j - 1]; value[j - 1] = swap
      }
    }
    return value[int((rounds + 1) / 2)]
  }
  { rounds = $1; measured["time", $1, $2, $3] = $4; measured["cpu", $1, $2, $3] = $5 }
  END {
    count = split(ways, way, " "); split("sample bare", application, " ")
    for (w = 1; w <= count; w++) for (a = 1; a <= 2; a++) {
      printf "| %s | %s |", way[w], application[a]
      for (k = 1; k <= 2; k++) {
        kind = k == 1 ? "time" : "cpu"
        printf " %.2f s | %.2f | %.2f |", median(kind, way[w], application[a]), \
          median(kind, way[w], application[a], way[w], "bare"), \
          median(kind, way[w], application[a], "plain", application[a])
      }
      print ""
    }
  }' results
