#!/usr/bin/env bash
# Builds everything and runs every test. Installs the Debian packages that are missing first.
set -euo pipefail
cd "$(dirname "$0")/.."
bash conf/install-packages.sh
cmake --preset dev >/dev/null
cmake --build --preset dev
ctest --test-dir .build/dev --output-on-failure -j"$(nproc)"
