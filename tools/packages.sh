# Sourced by ./start and ./check: installs Debian or Ubuntu packages, only those that are missing.

say() { printf '\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '%s\n' "$*"; }

# need TEST PACKAGE…: when the shell command TEST fails, the packages are put on the list.
missing=""
need() {
    test=$1
    shift
    sh -c "$test" >/dev/null 2>&1 || missing="$missing $*"
}

# wish TEST PACKAGE: what is taken along where the distribution has it, and done without elsewhere.
wished=""
wish() { sh -c "$1" >/dev/null 2>&1 || wished="$wished $2"; }

install_missing() {
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "These packages are missing and there is no apt-get here to install them:$missing" >&2
        echo "Please install them (or what your system calls them) and run this again." >&2
        exit 1
    fi
    root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "Installing needs root. Please run as root: apt-get install --no-install-recommends$missing" >&2
            exit 1
        fi
        root="sudo"
    fi
    say "Installing what is missing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # the list is words
    $root apt-get update -qq && $root apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        { echo "Installing failed; the lines above say why. What was needed:$missing" >&2; exit 1; }
    missing=""
    for package in $wished; do $root apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || true; done
    wished=""
}

need_build() {
    need "command -v make" make
    need "command -v clang && echo 'int main(void){return 0;}' | clang -x c - -o /dev/null" clang libc6-dev
    need "command -v wasm-ld" lld
    need "command -v esbuild" esbuild
    need "echo '#include <microhttpd.h>' | clang -x c -fsyntax-only -" libmicrohttpd-dev
    need "echo '#include <sqlite3.h>' | clang -x c -fsyntax-only -" libsqlite3-dev
    need "echo '#include <png.h>' | clang -x c -fsyntax-only -" libpng-dev
}
