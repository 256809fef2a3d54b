#!/usr/bin/env bash
# Makes the folder that holds aimwell's Python, also where Debian's python3 came without its venv module.
set -euo pipefail
python=$1 folder=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "aimwell needs Python 3.11 or newer; this is $("$python" --version)."
    echo "Install a newer one, then: make PYTHON=python3.11 demo"
    exit 1
}
echo "Making the environment in $folder …"
"$python" -m venv "$folder" 2>/dev/null && exit 0

rm -rf "$folder"
root=""
[ "$(id -u)" = 0 ] || root=sudo
version=$("$python" -c 'import sys; print(f"{sys.version_info.major}.{sys.version_info.minor}")')
if command -v apt-get >/dev/null && { [ -z "$root" ] || command -v sudo >/dev/null; }; then
    echo "Installing Debian's python$version-venv …"
    $root apt-get update -qq
    $root apt-get install -y -qq "python$version-venv" || $root apt-get install -y -qq python3-venv
    exec "$python" -m venv "$folder"
fi
echo "Python's venv module is missing. Install it (Debian: apt-get install python3-venv) and try again."
exit 1
