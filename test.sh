#!/bin/sh
# Sets up the environment and runs every test, with a real RabbitMQ and a real PostgreSQL of its own.
# Arguments go to pytest: sh test.sh tests/charging -k limit
set -eu
cd "$(dirname "$0")"
. ./.ci/environment.sh

have_rabbitmq() { [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; }
have_postgresql() {
    for initdb in /usr/lib/postgresql/*/bin/initdb; do [ -x "$initdb" ] && return 0; done
    return 1
}
missing() {
    have_rabbitmq || printf 'rabbitmq-server '
    have_postgresql || printf 'postgresql '
}

restore_policy() {
    if [ -n "$kept" ]; then mv "$kept" "$policy"; else rm -f "$policy"; fi
}

install_without_starting() {
    # The machine's own services are none of ours: the packages must not start them.
    # Whatever happens meanwhile, the machine's own policy comes back.
    policy=/usr/sbin/policy-rc.d
    kept=""
    if [ -e "$policy" ]; then
        kept=$(mktemp)
        cp -p "$policy" "$kept"
    fi
    trap restore_policy EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    result=0
    apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || result=$?
    restore_policy
    trap - EXIT INT TERM
    return $result
}

if command -v docker >/dev/null 2>&1 && docker info >/dev/null 2>&1; then
    step "A Docker engine answers: the services come from containers"
else
    packages=$(missing)
    if [ -n "$packages" ]; then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 ||
            fail "no Docker engine and no local server. As root: apt-get install $packages"
        step "Installing $packages(not started: the tests run servers of their own)"
        # shellcheck disable=SC2086
        install_without_starting $packages || fail "apt-get could not install $packages"
    fi
    step "The services come from local binaries, on free ports, in temporary folders"
fi
step "Running the tests"
exec .venv/bin/python -m pytest "$@"
