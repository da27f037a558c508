#!/bin/sh
# Prepares a machine: `setup.sh run` for the program, `setup.sh test` for its tests as well.
# Does only what is missing and says what it does; a second call takes well under a second.
set -eu
cd "$(dirname "$0")/../.."
wanted=${1:-run}
case $wanted in run) lock=requirements.lock ;; *) lock=requirements-test.lock ;; esac

say() { printf '%s\n' "[set-up] $*" >&2; }
stop() { say "$*"; exit 1; }

# 1. a Python that is new enough
python=
for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
  if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
    python=$name
    break
  fi
done
[ -n "$python" ] || stop "Python 3.11, 3.12 or 3.13 is needed and none was found."

# 2. what the system must have, and the Debian package that brings it
library() { # is the shared library $1 there?
  "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null
}
missing=
"$python" -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
library libpango-1.0.so.0 || missing="$missing libpango-1.0-0"
library libpangoft2-1.0.so.0 || missing="$missing libpangoft2-1.0-0"
library libharfbuzz-subset.so.0 || missing="$missing libharfbuzz-subset0"
if [ "$wanted" = test ]; then
  command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
  library libatomic.so.1 || missing="$missing libatomic1"
fi
if [ -n "$missing" ]; then
  install="apt-get install -y --no-install-recommends$missing"
  command -v apt-get >/dev/null 2>&1 || stop "these are missing; install them with your system's package manager:$missing"
  if [ "$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as=sudo; else
    stop "these are missing; have an administrator type this line, then start again:  sudo $install"
  fi
  say "installing$missing"
  $as apt-get update -qq >&2 || say "the list of packages could not be renewed; trying with the present one"
  DEBIAN_FRONTEND=noninteractive $as $install -qq >/dev/null || stop "that did not work; try yourself:  sudo $install"
fi

# 3. the virtual environment with the locked packages; one made for the tests serves for running too
facts() { cksum "$1" pyproject.toml; "$python" --version; } # what an environment made from lock file $1 depends on
is_made() { [ "$(cat ".venv/.made-from-$1" 2>/dev/null)" = "$(facts "$1")" ]; }
if ! is_made requirements-test.lock && ! { [ "$wanted" = run ] && is_made "$lock"; }; then
  version=$("$python" -c 'import sys; print(sys.version_info[:2])')
  if [ "$(.venv/bin/python -c 'import sys; print(sys.version_info[:2])' 2>/dev/null)" != "$version" ]; then
    say "making the virtual environment .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
  fi
  say "installing the locked packages (a minute or two the first time)"
  pip() { .venv/bin/python -m pip -qq --disable-pip-version-check install "$@" >&2; }
  pip --require-hashes --only-binary :all: -r "$lock" || stop "the packages could not be installed; look at the lines above"
  pip --no-deps --no-build-isolation -e .
  facts "$lock" > ".venv/.made-from-$lock"
fi

# 4. the private font kit and the compiled translations; both do nothing when nothing is new
.venv/bin/python -m tracker.setup.fonts >&2
.venv/bin/python -m tracker.setup.translations >&2
