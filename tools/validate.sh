#!/usr/bin/env bash
# Bring LibreOffice, PostgreSQL and the validators, then run the tests that need them.
set -eu
cd "$(dirname "$0")/.."
packages="libreoffice-writer-nogui fontconfig poppler-utils default-jdk-headless libjaxb-java postgresql"
lacking=""
for package in $packages; do
  dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || lacking="$lacking $package"
done
if [ -n "$lacking" ]; then
  sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo -n"
  echo "installing$lacking"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $lacking >/dev/null
fi
tools=.cache/validate
stamp=$tools/.stamp
state=$(sha256sum requirements/validate.txt)
if [ ! -e "$stamp" ] || [ "$(cat "$stamp")" != "$state" ]; then
  rm -rf "$tools"; python3 -m venv "$tools"
  "$tools/bin/pip" install -q --disable-pip-version-check --require-hashes -r requirements/validate.txt
  echo "$state" > "$stamp"
fi
export BRIEFGEN_VALIDATE="$PWD/$tools" BRIEFGEN_VERAPDF="$PWD/tests/validate/verapdf.sh"
VERAPDF_HOME=$(echo "$PWD/$tools"/lib/python3*/site-packages); export VERAPDF_HOME
.venv/bin/pytest tests/validate
