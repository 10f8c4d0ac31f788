#!/bin/sh
# What would else be a page of Maven's errors, in a sentence: a Java that cannot build this, or no network at the first
# run. mvnw runs it before Maven: preflight.sh MAVEN_HOME [maven argument…]; anything but 0 ends mvnw.
set -eu

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

java=${JAVA_HOME:+$JAVA_HOME/bin/java}
java=${java:-$(command -v java || :)}
[ -n "$java" ] || fail "There is no Java here. Install a JDK, 17 or later, or set JAVA_HOME to one."
[ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, and $java is not there. Set it to a JDK, 17 or later."

modules=$("$java" --list-modules 2>/dev/null) || modules=java.base@8 # the option came with Java 9
version=$(printf '%s\n' "$modules" | sed -n 's/^java\.base@\([0-9]*\).*/\1/p')
[ "${version:-0}" -ge 17 ] || fail "Fanlight is built with a JDK 17 or later; $java is older. Set JAVA_HOME to another one."

needed='jdk.compiler jdk.httpserver jdk.management java.net.http'
[ "$version" -ge 22 ] || needed="$needed jdk.crypto.ec" # TLS; later part of java.base
missing=
for module in $needed; do
  printf '%s\n' "$modules" | grep -q "^$module\(@\|\$\)" || missing="$missing $module"
done
[ -z "$missing" ] || fail "Fanlight is built with a full JDK; $java lacks$missing." \
  "It is a JRE, or a runtime cut down by jlink. Set JAVA_HOME to a JDK, 17 or later."

maven_home=$1
shift

# Where there is no unzip, mvnw takes the .tar.gz, whose checksum is not the pinned one; then the JDK installs Maven.
ready() {
  [ -d "$maven_home" ] || command -v unzip >/dev/null || install_maven
  exit 0
}

install_maven() {
  here=$(dirname "$0")
  "$java" "$here/InstallMaven.java" "$here/wrapper/maven-wrapper.properties" "$maven_home" "$source" || exit 1
}

source=${MVNW_REPOURL:-https://repo.maven.apache.org/maven2}
# Settings may name a mirror, a proxy or another repository: then Maven knows more than is asked here.
[ ! -f "$HOME/.m2/settings.xml" ] || ready
repository=$HOME/.m2/repository
for argument; do
  case $argument in
    -Dmaven.repo.local=*) repository=${argument#*=} ;;
    -o | --offline | -s | --settings | -v | --version | -h | --help) ready ;;
  esac
done
set -- "$repository"/io/opentelemetry/opentelemetry-bom/*/*.pom # the first that Maven asks for
[ ! -d "$maven_home" ] || [ ! -f "$1" ] || ready

if command -v curl >/dev/null; then
  curl -s -I -o /dev/null -m 20 "$source/" && ready
elif command -v wget >/dev/null; then
  wget -q --spider -t 1 -T 20 "$source/" && ready
else
  ready
fi
fail "$source does not answer, and Maven has not yet been able to download what Fanlight is built with." \
  "It needs a network once; what has arrived is kept. A proxy or a mirror is set in ~/.m2/settings.xml."
