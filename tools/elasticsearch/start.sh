#!/usr/bin/env bash
# Builds (Maven) and starts a local Elasticsearch in the foreground, for development, tests and measurements. Loopback only.
#
#   ELASTICSEARCH_PORT   HTTP port of the first node, default 9200; node to node traffic uses the port 100 above
#   NODES                number of nodes on the following ports, default 1
#   ES_VERSION           default 8.19.0; 9.2.0 needs a Java 21 or newer (PATH, JAVA_HOME, /usr/lib/jvm, /opt)
#   ES_HEAP              heap of a node, default 512m for one node, 384m in a cluster
#   ES_FRESH=1           throws away the data of a former run on this port
#   ES_WATCH_PID         stops when this process has ended
#   ES_ONLY=1            starts this node of a cluster again, which was killed (drills)
#
# Everything lies under .elasticsearch/: jars per version, data per version, size and port (nodes/<version>x<NODES>-<port>/, with "pid").
set -euo pipefail

tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
base=$(cd "$tools/../.." && pwd)/.elasticsearch
version=${ES_VERSION:-8.19.0}
port=${ELASTICSEARCH_PORT:-9200}
nodes=${NODES:-1}
heap=${ES_HEAP:-$([ "$nodes" = 1 ] && echo 512m || echo 384m)}
home=$base/$version
needed=$([ "${version%%.*}" -ge 9 ] && echo 21 || echo 17)

fail() {
  echo "elasticsearch: $*" >&2
  exit 1
}

major() { "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p'; }

# The first Java that is new enough; a JDK, because the launcher is compiled.
find_java() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/bin/javac)")")")" \
    /usr/lib/jvm/* /opt/*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && [ "$(major "$candidate")" -ge "$needed" ] && echo "$candidate" && return
  done
  fail "Java $needed or newer not found (Debian: default-jdk-headless)"
}

build() {
  mkdir -p "$home"
  local lock
  exec {lock}>"$home/.lock"
  flock "$lock"
  if [ ! -f "$home/.complete" ] || [ "$tools/pom.xml" -nt "$home/.complete" ]; then
    command -v mvn >/dev/null || fail "Maven not found (Debian: maven)"
    echo "elasticsearch: fetching $version (40 MB, once)"
    rm -rf "$home/lib" "$home/modules"
    # To a file: Maven ends with colour codes and no line end, which would stand before the "ready" line.
    mvn -q -B -Dstyle.color=never -f "$tools/pom.xml" -Delasticsearch.version="$version" dependency:copy-dependencies -DoutputDirectory="$home/lib" \
      >"$home/maven.log" 2>&1 </dev/null || { cat "$home/maven.log" >&2 && fail "Maven could not fetch $version"; }
    local module=$home/modules/transport-netty4
    mkdir -p "$module"
    mv "$home"/lib/transport-netty4-*.jar "$home"/lib/netty-*.jar "$module"
    cat >"$module/plugin-descriptor.properties" <<DESCRIPTOR
name=transport-netty4
description=HTTP and node to node transport
version=$version
elasticsearch.version=$version
java.version=$needed
classname=org.elasticsearch.transport.netty4.Netty4Plugin
DESCRIPTOR
    touch "$home/.complete"
  fi
  if [ "$tools/Launcher.java" -nt "$home/launcher/Launcher.class" ]; then
    "$java/bin/javac" -proc:none -cp "$home/lib/*" -d "$home/launcher" "$tools/Launcher.java"
    touch "$home/launcher/Launcher.class"
  fi
  exec {lock}>&-
}

configure() { # folder, number of the node
  local folder=$1 number=$2 seeds="" names="" other
  [ "${ES_FRESH:-}" = 1 ] && rm -rf "$folder"
  mkdir -p "$folder/config" "$folder/logs" "$folder/backups"
  {
    echo "cluster.name: weiterdenken-$port"
    echo "node.name: node-$number"
    echo "network.host: 127.0.0.1"
    echo "http.port: $((port + number))"
    echo "transport.port: $((port + 100 + number))"
    echo "path.data: $folder/data"
    echo "path.logs: $folder/logs"
    echo "path.repo: $base/nodes/${version}x$nodes-$port/backups"
    echo "cluster.routing.allocation.disk.threshold_enabled: false"
    if [ "$nodes" = 1 ]; then
      echo "discovery.type: single-node"
    else
      for ((other = 0; other < nodes; other++)); do
        seeds+="\"127.0.0.1:$((port + 100 + other))\","
        names+="node-$other,"
      done
      echo "discovery.seed_hosts: [${seeds%,}]"
      [ -d "$folder/data" ] || echo "cluster.initial_master_nodes: [${names%,}]"
    fi
  } >"$folder/config/elasticsearch.yml"
}

pids=()
stop() {
  trap - INT TERM EXIT
  local pid
  for pid in "${pids[@]}"; do kill -CONT "$pid" 2>/dev/null && kill -TERM "$pid" 2>/dev/null || true; done
  for _ in $(seq 100); do
    kill -0 "${pids[@]}" 2>/dev/null || break
    sleep 0.1
  done
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}

start_node() { # number of the node
  local number=$1 folder=$base/nodes/${version}x$nodes-$((port + $1)) ready=""
  configure "$folder" "$number"
  [ "$number" = 0 ] && ready="ready http://127.0.0.1:$port"
  "$java/bin/java" "-Xms$heap" "-Xmx$heap" -XX:+UseSerialGC -XX:-UsePerfData -Des.path.home="$home" -Djava.io.tmpdir="$folder" \
    -Dlog4j2.disableJmx=true -Dlog4j2.StatusLogger.level=OFF -cp "$home/launcher:$home/lib/*" \
    Launcher "$folder/config" "node-$number" "$nodes" "$ready" 2>"$folder/logs/stderr.log" &
  pids+=($!)
  echo $! >"$folder/pid"
}

java=$(find_java)
build
trap 'stop; exit 0' INT TERM
trap stop EXIT
for ((number = 0; number < nodes; number++)); do
  if [ "${ES_ONLY:-$number}" = "$number" ]; then start_node "$number"; fi
done
# One lost node of a cluster is a drill, not an end; without the last one there is nothing left to serve.
for pid in "${pids[@]}"; do
  wait "$pid" && status=0 || status=$?
done
if [ "$status" != 0 ]; then
  tail -n 5 "$base/nodes/${version}x$nodes-$port/logs/stderr.log" >&2 || true
  fail "stopped with status $status"
fi
