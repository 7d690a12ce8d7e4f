#!/bin/sh
# Checks the table of includes in ARCHITECTURE.md: who may include whom, that a module is entered by its one public header
# alone, and that the core asks nothing of a platform. Usage: tools/includes.sh [libcore.a]
set -eu
cd "$(dirname "$0")/.."
faults=0
fault() { echo "includes: $*" >&2; faults=$((faults + 1)); }

allowed() {
    case $1 in
    base) echo "" ;;
    words | body | event | qr | remind) echo "base" ;;
    catalogue) echo "base words" ;;
    figure) echo "base words body catalogue" ;;
    make) echo "base words body catalogue figure" ;;
    screen) echo "base words catalogue event" ;; # which questions are due follows from the log
    progress) echo "base words event catalogue" ;;
    library) echo "base words body catalogue progress" ;;
    plan) echo "base words catalogue progress screen" ;;
    routine) echo "base words catalogue plan screen progress" ;;
    handout) echo "base words catalogue plan routine qr" ;;
    session) echo "base words plan event" ;;
    *) echo "?" ;;
    esac
}

for file in core/*/*.[ch]; do
    module=$(echo "$file" | cut -d/ -f2)
    may=$(allowed "$module")
    [ "$may" = "?" ] && fault "$file: the module $module is not in the table"
    for header in $(sed -n 's/^ *# *include *"\(.*\)".*/\1/p' "$file"); do
        case $header in
        core/"$module"/*) continue ;;
        core/*/*) ;;
        *) fault "$file: \"$header\" is not a path from the root"; continue ;;
        esac
        other=$(echo "$header" | cut -d/ -f2)
        case " $may " in *" $other "*) ;; *) fault "$file: $module may not include $other" ;; esac
    done
    for header in $(sed -n 's/^ *# *include *<\(.*\)>.*/\1/p' "$file"); do
        case $header in
        stdbool.h | stddef.h | stdint.h | stdarg.h | string.h) ;;
        *) fault "$file: <$header> is not freestanding" ;;
        esac
    done
done

for file in $(git ls-files '*.c' '*.h'); do
    for header in $(sed -n 's/^ *# *include *"\(core\/[^"]*\)".*/\1/p' "$file"); do
        module=$(echo "$header" | cut -d/ -f2)
        case $file in core/"$module"/*) continue ;; esac
        case $file:$header in tests/*:core/plan/instance.h | bench/*:core/plan/instance.h | fuzz/*:core/plan/instance.h) continue ;; esac
        [ "$header" = "core/$module/$module.h" ] || fault "$file: \"$header\" is private to core/$module"
    done
    case $file in
    wasm/*)
        grep -Eq '^ *# *include *"host/' "$file" && fault "$file: wasm may not include host"
        ;;
    esac
done

if [ $# -ge 1 ]; then
    defined=$(mktemp)
    nm --defined-only -g "$1" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u >"$defined"
    undefined=$(nm -u "$1" 2>/dev/null | awk 'NF == 2 && $1 == "U" { print $2 }' | sort -u | comm -23 - "$defined" |
        grep -vxE 'memcpy|memmove|memset|memcmp|_GLOBAL_OFFSET_TABLE_' || true)
    rm -f "$defined"
    [ -z "$undefined" ] || fault "the core needs symbols from outside:" $undefined
    mutable=$(size -A "$1" | awk '/ex |^core|\.o/ { object = $1 } ($1 == ".data" || $1 == ".bss") && $2 > 0 { print object, $1, $2 }')
    [ -z "$mutable" ] || fault "the core has mutable globals:" "$mutable"
fi
[ "$faults" -eq 0 ] || exit 1
echo "includes: in order"
