#!/usr/bin/env bash
# Set everything up for the demo and the tests; quick when nothing is missing. Without root or sudo it names what to install.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/.stamp
state=$(cat requirements/dev.txt pyproject.toml hatch_build.py briefgen/locale/*/LC_MESSAGES/*.po tools/setup.sh | sha256sum)
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

missing() {
  for package in $packages; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

system() {
  command -v dpkg-query >/dev/null 2>&1 || { echo "not a Debian system: install Pango yourself for PDF ($packages)"; return 0; }
  local lacking; lacking=$(missing | tr '\n' ' ')
  [ -n "$lacking" ] || return 0
  local sudo=""
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo="sudo -n"
    else echo "PDF needs system libraries; as root: apt-get install $lacking"; return 0; fi
  fi
  echo "installing $lacking"
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $lacking >/dev/null
}

if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && [ -x .venv/bin/briefgen ]; then
  exit 0
fi
system
[ -x .venv/bin/python ] || python3 -m venv .venv || { echo "python3-venv is missing; as root: apt-get install python3-venv"; exit 2; }
echo "installing Python packages into .venv"
.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
.venv/bin/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python -m compileall -q briefgen
.venv/bin/briefgen fonts install || echo "the true faces could not be installed; the PDF substitutes them"
echo "$state" > "$stamp"
