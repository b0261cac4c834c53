#!/usr/bin/env bash
# Builds everything with AddressSanitizer and UndefinedBehaviorSanitizer and runs every test: unit, contract and
# end-to-end. Installs the Debian packages that are missing first.
#   bash tests/run.sh            the preset "asan"
#   bash tests/run.sh tsan       another preset of CMakePresets.json
#   bash tests/run.sh dev -R e2e ctest's own options behind it
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-asan}
[ $# -eq 0 ] || shift
bash conf/install-packages.sh
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset"
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
ctest --test-dir ".build/$preset" --output-on-failure -j"$(nproc)" "$@"
