#!/bin/sh
# Installs esxi-mcp-server from a release: picks the platform, verifies the checksum, then puts it into place.
#
#   sh install.sh [--version VERSION] [--to FOLDER]
#
# ESXI_MCP_RELEASES names other releases than those of the repository, such as a mirror:
# BASE/download/vVERSION/FILE, BASE/latest/download/FILE.
set -eu

name=esxi-mcp-server
# A release writes its own address and version here.
releases=
version=latest
folder=${HOME:+$HOME/.local/bin}

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}

platform() {
  case $(uname -s) in
    Linux) os=linux ;;
    Darwin) os=macos ;;
    *) fail "Cannot install on $(uname -s): there is no release for it; run the server from a checkout" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "Cannot install on $(uname -m): there is no release for it; run the server from a checkout" ;;
  esac
  printf '%s-%s' "$os" "$machine"
}

# Only over TLS, but for a server on this machine; redirects may not leave it either.
fetch() {
  case $1 in
    https://*) schemes=https ;;
    http://127.0.0.1:* | http://localhost:*) schemes=http ;;
    *) fail "Cannot fetch $1: it is not an address that begins with https://" ;;
  esac
  if command -v curl >/dev/null 2>&1; then
    curl --fail --silent --show-error --location --proto "=$schemes" --proto-redir "=$schemes" \
      --output "$2" "$1" || fail "Cannot fetch $1: see above; nothing was installed"
  elif command -v wget >/dev/null 2>&1; then
    if [ "$schemes" = https ] && wget --help 2>&1 | grep -q -- --https-only; then
      wget --quiet --https-only --output-document="$2" "$1" || fail "Cannot fetch $1: nothing was installed"
    else
      wget -q -O "$2" "$1" || fail "Cannot fetch $1: nothing was installed"
    fi
  else
    fail "Cannot fetch $1: there is neither curl nor wget; install one of them"
  fi
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 <"$1" | cut -d ' ' -f 1
  elif command -v openssl >/dev/null 2>&1; then
    openssl dgst -sha256 <"$1" | sed 's/^.* //'
  else
    fail "Cannot verify a checksum: there is none of sha256sum, shasum and openssl; install one of them"
  fi
}

# All of it is read before anything is done: a script that arrives by half does nothing.
main() {
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || fail "Cannot use $1: a value is missing; sh install.sh [--version VERSION] [--to FOLDER]"
    case $1 in
      --version) version=${2#v} ;;
      --to) folder=$2 ;;
      *) fail "Cannot use $1: no such option; sh install.sh [--version VERSION] [--to FOLDER]" ;;
    esac
    shift 2
  done
  releases=${ESXI_MCP_RELEASES:-$releases}
  [ -n "$releases" ] || fail "Cannot find a release: this copy belongs to none; take install.sh from a release's page"
  [ -n "$folder" ] || fail "Cannot choose a folder: HOME is not set; name one with --to"
  file=$name-$(platform)
  case $version in
    latest) from=${releases%/}/latest/download ;;
    *) from=${releases%/}/download/v$version ;;
  esac

  work=$(mktemp -d)
  new=
  trap 'rm -rf "$work"; [ -z "$new" ] || rm -f "$new"' EXIT
  trap 'exit 1' HUP INT TERM
  fetch "$from/SHA256SUMS" "$work/SHA256SUMS"
  wanted=$(awk -v file="$file" '$2 == file || $2 == "*" file { print $1 }' "$work/SHA256SUMS")
  [ "${#wanted}" -eq 64 ] || fail "Cannot verify $file: SHA256SUMS has not one checksum of it; nothing was installed"
  fetch "$from/$file" "$work/$file"
  found=$(sha256 "$work/$file")
  [ "$found" = "$wanted" ] ||
    fail "Cannot install $file: its checksum is $found and not $wanted; nothing was installed"

  chmod 755 "$work/$file"
  said=$("$work/$file" --version) ||
    fail "Cannot install $file: it does not run on this system; nothing was installed"
  mkdir -p "$folder"
  # Within a folder a file takes the place of another at once or not at all.
  new=$folder/.$name.new.$$
  cp "$work/$file" "$new"
  mv -f "$new" "$folder/$name"
  printf 'Installed %s as %s\n' "$said" "$folder/$name"
  case :$PATH: in
    *:"$folder":*) ;;
    *) printf 'Clients find it once %s is in PATH.\n' "$folder" ;;
  esac
}

main "$@"
