#!/bin/sh
# Sets up the environment and runs the demo on the embedded store and bus: no server, no root.
set -eu
cd "$(dirname "$0")"
. ./.ci/environment.sh
step "Running hub demo"
exec .venv/bin/hub demo "$@"
