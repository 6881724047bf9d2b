# Sourced by demo.sh, test.sh and .ci/run, from the root of the project: makes .venv as requirements.lock says.
# With uv if there is one or one can be fetched, else with venv and pip. HUB_WITHOUT_UV=1 forces the latter.

began=$(date +%s)

step() {
    now=$(date +%s)
    printf '[%3ss] %s\n' "$((now - began))" "$*" >&2
}

fail() {
    printf 'Cannot go on: %s\n' "$*" >&2
    exit 1
}

command -v python3 >/dev/null 2>&1 || fail "python3 is missing. On Debian: apt-get install python3 python3-pip"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "python3 is older than 3.11"

find_uv() {
    [ -z "${HUB_WITHOUT_UV:-}" ] || return 1
    if command -v uv >/dev/null 2>&1; then
        uv=uv
        return 0
    fi
    if [ ! -x .tools/bin/uv ]; then
        step "Fetching uv into .tools"
        python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
            --target .tools uv >/dev/null 2>&1 || return 1
    fi
    uv=.tools/bin/uv
    "$uv" --version >/dev/null 2>&1
}

fill_with_uv() {
    step "Installing the locked packages with uv"
    # An environment that works is brought up to date in place: something may be running in it.
    if ! .venv/bin/python -c '' 2>/dev/null; then
        UV_PYTHON_DOWNLOADS=never "$uv" venv --quiet --clear --python "$(command -v python3)" .venv
    fi
    "$uv" pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock
    "$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
}

fill_with_pip() {
    step "Installing the locked packages with venv and pip (uv would be faster)"
    rm -rf .venv
    if ! python3 -m venv .venv >/dev/null 2>&1; then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 ||
            fail "python3-venv is missing. As root: apt-get install python3-venv"
        step "Installing Debian's python3-venv"
        apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends python3-venv >&2
        rm -rf .venv
        python3 -m venv .venv
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
        --require-hashes --requirement requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
        --no-deps --no-build-isolation --editable .
}

wanted=$(cat requirements.lock pyproject.toml | python3 -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
if [ "$(cat .venv/made-from 2>/dev/null || true)" = "$wanted" ]; then
    step "The environment is up to date"
else
    if find_uv; then fill_with_uv; else fill_with_pip; fi
    printf '%s' "$wanted" >.venv/made-from
    step "The environment is ready"
fi
