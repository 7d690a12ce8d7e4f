#!/bin/sh
# Builds the page: a folder that any static host can serve, from any path. Usage: tools/site.sh FOLDER WASM ICON
# The service worker is given the name and hash of every file, so a version is the hash of its contents.
set -eu
site=$1 wasm=$2 icon=$3
rm -rf "$site"
mkdir -p "$site"

cp "$wasm" web/*.html web/*.svg web/*.webmanifest "$site"
for style in app handout; do
    esbuild "web/$style.css" --bundle --minify --target=chrome105,firefox115,safari16 --outfile="$site/$style.css" --log-level=warning
done
for text in web/text/*.json; do
    name=$(basename "$text")
    [ "$name" = en.json ] || cp "$text" "$site/text-$name"
done
for words in words/*.json; do
    [ -f "$words" ] && cp "$words" "$site/words-$(basename "$words")"
done
# What answers here, so that the page need not ask for something that is missing to learn that it is alone.
mkdir "$site/api"
printf '{"app":"loosen","serves":"files"}' >"$site/api/hello"
for size in 180 192 512; do "$icon" "$site/icon-$size.png" "$size"; done
# The page, what comes after its first view and the worker share code, in files named by their contents: a page of before
# never runs with files of after. What the page needs at once is asked for with it.
entries="app=web/src/main.ts"
for worker in web/src/worker*.ts; do
    [ -f "$worker" ] && entries="$entries $(basename "$worker" .ts)=$worker"
done
# shellcheck disable=SC2086 # the entries are words
esbuild $entries --bundle --splitting --chunk-names=[name]-[hash] --minify --format=esm --target=es2021 --charset=utf8 \
    --outdir="$site" --log-level=warning
preloads=$(grep -oE '(from|import)"\./chunk-[A-Z0-9]+\.js"' "$site/app.js" | cut -d'"' -f2 | cut -c3- | sort -u |
    sed 's|.*|<link rel="modulepreload" href="&">|' | tr -d '\n')
sed -i "s|<!-- chunks -->|$preloads|" "$site/index.html"

# Other languages are kept when they are chosen, icons when the system asks; everything else is kept at once.
later='(text|words)-.*\.json'
hashes() {
    for file; do printf '"%s":"%s",' "$file" "$(sha256sum "$site/$file" | cut -c1-64)"; done
}
files=$(hashes $(ls "$site" | grep -vE "^(api|$later|icon-.*\.png)$"))
languages=$(hashes $(ls "$site" | grep -E "^$later$"))
version=$(printf '%s' "$files$languages" | sha256sum | cut -c1-16)
esbuild web/src/offline.ts --bundle --minify --format=iife --target=es2021 --outfile="$site/offline.js" --log-level=warning \
    "--define:FILES={${files%,}}" "--define:LANGUAGES={${languages%,}}" "--define:VERSION=\"$version\""

# As they go over the wire. Without brotli, gzip alone.
for file in "$site"/*.html "$site"/*.js "$site"/*.css "$site"/*.wasm "$site"/*.svg "$site"/*.webmanifest "$site"/*.json; do
    [ -f "$file" ] || continue
    gzip -9 -n -k "$file"
    if command -v brotli >/dev/null 2>&1; then brotli -q 11 -k "$file"; fi
done
