#!/usr/bin/env bash
# Installs Debian's Chromium if it can; the tests that open pages skip themselves, and say so, if it can't.
set -uo pipefail
command -v chromium >/dev/null && exit 0
root=""
[ "$(id -u)" = 0 ] || root="sudo -n"
if command -v apt-get >/dev/null && { [ -z "$root" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing Chromium for the tests that open pages …"
    $root apt-get update -qq && $root apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null && exit 0
fi
echo "SKIPPED: Chromium could not be installed, so the tests that open pages in a browser will be skipped."
exit 0
