#!/usr/bin/env bash
# Installs everything that building, running and testing StartupWebApp needs on Debian 12.
# Safe to run again: it does nothing when all is there. Works as root or through sudo.
set -euo pipefail
cd "$(dirname "$0")/.."

build_packages=(
    build-essential pkg-config meson ninja-build
    libmicrohttpd-dev libpq-dev libjansson-dev libsodium-dev libssl-dev
    libcurl4-openssl-dev zlib1g-dev libbrotli-dev libicu-dev libcmocka-dev tzdata
    postgresql postgresql-client curl ca-certificates
)
check_packages=(clang clang-tidy clang-format cppcheck libclang-rt-14-dev shellcheck)
test_packages=(chromium-headless-shell fonts-dejavu-core wrk hyperfine)

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The web tools need Node 20.19, 22.12 or newer; Debian 12 ships 18.
node_is_new_enough() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number);
        process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null
}
node_from_npm=no
if [ -x .tools/node_modules/.bin/npm ] && node_is_new_enough .tools/node_modules/.bin/node; then
    :
elif ! node_is_new_enough node || ! command -v npm >/dev/null; then
    node_from_npm=yes
    command -v npm >/dev/null || build_packages+=(npm)
fi

missing=()
for package in "${build_packages[@]}" "${check_packages[@]}" "${test_packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "setup: installing ${missing[*]}"
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "setup: there is no sudo; as root, run: apt-get install --no-install-recommends ${missing[*]}"
        exit 1
    fi
    # The store runs a private cluster of its own; Debian's automatic one would only take memory and a port.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null
fi

# npm's package "node" is the official binary.
if [ "$node_from_npm" = yes ]; then
    echo 'setup: installing Node 22 from npm into .tools'
    mkdir -p .tools
    npm install --silent --no-progress --no-fund --no-audit --prefix .tools node@22 npm@10
fi

# Postfix's smtp-sink and smtp-source, for tests and make bench: unpacked, not installed, since a mail server that is
# installed would take the place of this machine's own.
if [ ! -x .tools/postfix/usr/sbin/smtp-sink ]; then
    echo 'setup: unpacking Postfix into .tools'
    mkdir -p .tools/postfix
    (cd .tools/postfix && apt-get download -qq postfix >/dev/null 2>&1) ||
        (as_root apt-get update -qq && cd .tools/postfix && apt-get download -qq postfix >/dev/null)
    dpkg-deb -x .tools/postfix/postfix_*.deb .tools/postfix
    rm .tools/postfix/postfix_*.deb
fi
