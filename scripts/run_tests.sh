#!/usr/bin/env bash
# All tests, on every core; the ones that open a browser last, on one.
set -euo pipefail
bin=.venv/bin
export PYTHONHASHSEED=0
"$bin/python" -m pytest -n auto --dist loadfile -m "not browser" "$@"
"$bin/python" -m pytest -m browser "$@" || { code=$?; [ "$code" = 5 ] && echo "No browser tests were found." || exit "$code"; }
