# shellcheck shell=bash disable=SC2034
# Sourced by the scripts of this folder: names, and how a packaged program is tried out.
set -euo pipefail
packaging=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$packaging")
target=${CARGO_TARGET_DIR:-$root/target}
out=$root/target/packaging # what is made here, whatever cargo's own target directory is
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$root/Cargo.toml")
mkdir -p "$out"

scratch=$(mktemp -d)
gateway=
cleanup() {
    [ -z "$gateway" ] || kill "$gateway" 2>/dev/null || true
    rm -rf "$scratch"
}
trap cleanup EXIT

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

# Ends with 77, "skipped", unless each of these commands is there.
needs() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "$(basename "$0"): skipped, no $tool"; exit 77; }
    done
}

# The release binary that the packages carry. AS_IS=1 takes the one that is there.
release_binary() {
    [ -n "${AS_IS:-}" ] || (cd "$root" && cargo build --quiet --release --locked --bin sac)
    [ -x "$target/release/sac" ] || fail "no $target/release/sac"
}

# Python's tools for packages, in an environment of their own.
python_tools() {
    local venv=$out/venv
    if [ ! -e "$venv/done" ] || [ "$packaging/requirements.txt" -nt "$venv/done" ]; then
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: -r "$packaging/requirements.txt"
        touch "$venv/done"
    fi
    export PATH="$venv/bin:$PATH"
}

# gives_a_puc COMMAND…: `COMMAND… serve` on a free port gives a protocol number for the example,
# says that it is well, and stops when asked.
gives_a_puc() {
    local data=$scratch/data
    rm -rf "$data" "$scratch/ready.json"
    "$@" serve --data-dir "$data" --listen 127.0.0.1:0 --announce "$scratch/ready.json" >"$scratch/log" 2>&1 &
    gateway=$!
    for _ in $(seq 600); do
        [ -e "$scratch/ready.json" ] && break
        kill -0 "$gateway" 2>/dev/null || break
        sleep 0.1
    done
    [ -e "$scratch/ready.json" ] || { cat "$scratch/log"; fail "the gateway did not start"; }
    "$@" send --example --data-dir "$data" | grep -E 'PUC [0-9]{9}$'
    "$@" health --data-dir "$data"
    kill "$gateway"
    wait "$gateway" || fail "the gateway ended with $?"
    gateway=
}
