#!/usr/bin/env bash
# All tests, on every core; those of the workplace once more on PostgreSQL; the ones that open a browser last, on one.
set -euo pipefail
bin=.venv/bin
export PYTHONHASHSEED=0
"$bin/python" -m pytest -n auto --dist loadfile -m "not browser" "$@"
if [ "$#" = 0 ]; then
  echo "The workplace once more, on PostgreSQL:"
  "$bin/python" scripts/with_postgresql.py "$bin/python" -m pytest -n auto --dist loadfile -m "not browser" tests/workplace || {
    code=$?
    [ "$code" = 75 ] && echo "SKIPPED: the tests of the workplace on PostgreSQL." || exit "$code"
  }
fi
"$bin/python" -m pytest -m browser "$@" || { code=$?; [ "$code" = 5 ] && echo "No browser tests were found." || exit "$code"; }
