#!/usr/bin/env bash
# What the clients weigh: how many crates a program gets that depends on nothing else, and, if asked, what its build costs.
#
#   twilio-voice/benches/weight.sh             counts crates, and fails if one is over its budget
#   twilio-voice/benches/weight.sh --build     also builds all from nothing, in release mode, and prints CPU seconds
#   twilio-voice/benches/weight.sh --build twiml rest
#                                              only these, and reqwest as the measure
#
# Each row is a program of its own with one dependency, outside of this workspace, so that no other package turns features
# on; the versions are those of Cargo.lock. Crates are counted with build scripts and derive macros, for Linux on x86-64,
# without the program itself. The measure is reqwest with rustls alone. `--build` takes some minutes of CPU, uses a
# temporary target folder, and removes it; look at ratios, and only while nothing else runs.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${WEIGHT_TARGET:-x86_64-unknown-linux-gnu}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export RUSTFLAGS= CARGO_TARGET_DIR="$folder/target"

# A crate by which a network stack would come in.
network='^(async-std|axum|h2|h3|hyper|hyper-util|isahc|mio|native-tls|openssl|quinn|reqwest|rustls|smol|socket2|tokio|tungstenite|ureq) '

program() { # name, dependency
    mkdir -p "$folder/$1/src"
    cp "$root/Cargo.lock" "$folder/$1/Cargo.lock"
    printf 'fn main() {}\n' >"$folder/$1/src/main.rs"
    printf '[package]\nname = "weighed"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n%s\n[workspace]\n' "$2" \
        >"$folder/$1/Cargo.toml"
}

crates() { # name
    cargo tree --quiet --manifest-path "$folder/$1/Cargo.toml" --target "$target" --edges normal,build --prefix none \
        --format '{p}' | sed 's/ (.*//' | grep -v '^weighed ' | sort -u
}

ours() { # crate, features
    printf '%s = { path = "%s", default-features = false, features = [%s] }' "$1" "$root/$1" "$2"
}

# Everything that a program may ship: the double of the provider is for tests.
shipped() { # crate
    cargo metadata --quiet --no-deps --format-version 1 --manifest-path "$root/$1/Cargo.toml" |
        grep -o "\"name\":\"$1\",.*" | grep -o '"features":{[^}]*}' | head -1 |
        grep -o '"[a-z0-9-]*":' | tr -d '":' | grep -vxE 'features|default|test-util|native-tls|aws-lc' |
        sed 's/.*/"&"/' | paste -sd, -
}

twilio_all=$(shipped twilio-voice)
ultravox_all=$(shipped ultravox-client)

names=(reqwest twiml rest ultravox-rest all ultravox-all)
declare -A what=(
    [reqwest]='reqwest, rustls alone'
    [twiml]='twilio-voice, TwiML and signatures'
    [rest]='twilio-voice, REST (default)'
    [ultravox-rest]='ultravox-client, REST (default)'
    [all]='twilio-voice, all for production'
    [ultravox-all]='ultravox-client, all for production'
)
declare -A ratio=([twiml]=0.15 [rest]=1.3 [ultravox-rest]=1.3 [all]=1.7 [ultravox-all]=1.7)

program reqwest 'reqwest = { version = "0.13", default-features = false, features = ["rustls"] }'
program twiml "$(ours twilio-voice '"webhook"')"
program rest "$(ours twilio-voice '"ring"')"
program ultravox-rest "$(ours ultravox-client '"ring"')"
program all "$(ours twilio-voice "$twilio_all")"
program ultravox-all "$(ours ultravox-client "$ultravox_all")"

failed=0
declare -A count
for name in "${names[@]}"; do
    count[$name]=$(crates "$name" | wc -l)
done
declare -A most=([twiml]=30 [rest]=$((count[reqwest] + 15)) [ultravox-rest]=$((count[reqwest] + 15)))

printf '%-38s %6s %6s\n' program crates limit
for name in "${names[@]}"; do
    printf '%-38s %6s %6s\n' "${what[$name]}" "${count[$name]}" "${most[$name]:-}"
    if [[ -n ${most[$name]:-} ]] && ((count[$name] > most[$name])); then
        echo "  over the limit" >&2
        failed=1
    fi
done
if found=$(crates twiml | grep -E "$network"); then
    echo "TwiML and signatures need no network, but have: ${found//$'\n'/, }" >&2
    failed=1
fi

if [[ ${1:-} == --build ]]; then
    shift
    chosen=("$@")
    ((${#chosen[@]})) || chosen=("${names[@]:1}")
    printf '\n%-38s %6s %6s %6s\n' 'clean release build' 'CPU s' ratio budget
    # `times`-like figures of a command and of all that it starts.
    TIMEFORMAT='%U %S'
    for name in reqwest "${chosen[@]}"; do
        cargo fetch --quiet --manifest-path "$folder/$name/Cargo.toml" --target "$target"
        spent=$({ time cargo build --quiet --release --manifest-path "$folder/$name/Cargo.toml" >&2; } 2>&1 | tail -1)
        rm -rf "$folder/target"
        seconds=$(awk '{ printf "%.1f", $1 + $2 }' <<<"$spent")
        [[ $name == reqwest ]] && measure=$seconds
        awk -v name="${what[$name]}" -v spent="$seconds" -v measure="$measure" -v budget="${ratio[$name]:-}" \
            'BEGIN { printf "%-38s %6s %6.2f %6s\n", name, spent, spent / measure, budget }'
    done
fi
exit $failed
