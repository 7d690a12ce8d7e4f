# Loosen. `make` builds build/loosen (the program) and build/site/ (the page); see README.md for the rest.
# One compiler, clang, for native and WebAssembly; CC=gcc works for the native half.
CC      = clang
AR      = ar
B       = build
STD     = -std=c17 -I. -I$(B)/gen -ffp-contract=off -fno-math-errno
WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wmissing-prototypes -Werror
OPT     = -O2 -g
CFLAGS  = $(STD) $(WARN) $(OPT)
HOSTDEF = -D_GNU_SOURCE $(shell pkg-config --cflags libmicrohttpd sqlite3 libpng)
LIBS    = $(shell pkg-config --libs libmicrohttpd sqlite3 libpng)

CORE_SRC = $(wildcard core/*/*.c)
HOST_SRC = $(filter-out host/main.c,$(wildcard host/*.c host/*/*.c))
WASM_SRC = $(wildcard wasm/*.c)
MOVES    = $(sort $(wildcard moves/*.json))
HEADERS  = $(wildcard core/*/*.h host/*.h host/*/*.h)

CORE_OBJ = $(CORE_SRC:%.c=$(B)/%.o) $(B)/gen/builtin.o
HOST_OBJ = $(HOST_SRC:%.c=$(B)/%.o)
TESTS    = $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/test_*.c))

.PHONY: all site check test bench fuzz sheet film format clean
all: $(B)/loosen site

$(B)/%.o: %.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(if $(filter host/% tests/% tools/% bench/%,$<),$(HOSTDEF),-ffreestanding) -c $< -o $@

$(B)/gen/%.o: $(B)/gen/%.c $(HEADERS)
	$(CC) $(CFLAGS) -c $< -o $@

# ---- data built into the program
$(B)/tools/embed: tools/embed.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $< -o $@
$(B)/gen/builtin.c: $(B)/tools/embed $(MOVES) rules/screen.json
	@mkdir -p $(@D)
	$(B)/tools/embed builtin $(MOVES) rules/screen.json > $@.tmp && mv $@.tmp $@
$(B)/gen/assets.c: $(B)/tools/embed $(B)/site/.done
	$(B)/tools/embed assets $(B)/site > $@.tmp && mv $@.tmp $@

$(B)/libcore.a: $(CORE_OBJ)
	rm -f $@ && $(AR) rcs $@ $^
$(B)/libhost.a: $(HOST_OBJ) $(B)/gen/assets.o
	rm -f $@ && $(AR) rcs $@ $^
$(B)/loosen: $(B)/host/main.o $(B)/libhost.a $(B)/libcore.a
	$(CC) $(OPT) $(LDFLAGS) $^ $(LIBS) -o $@

# ---- WebAssembly and the page
WASM_FLAGS = --target=wasm32 -nostdlib -ffreestanding -msimd128 -mbulk-memory -O2
$(B)/wasm/%.o: %.c $(HEADERS)
	@mkdir -p $(@D)
	clang $(STD) $(WARN) $(WASM_FLAGS) -c $< -o $@
$(B)/wasm/builtin.o: $(B)/gen/builtin.c
	@mkdir -p $(@D)
	clang $(STD) $(WARN) $(WASM_FLAGS) -c $< -o $@
$(B)/wasm/loosen.wasm: $(CORE_SRC:%.c=$(B)/wasm/%.o) $(WASM_SRC:%.c=$(B)/wasm/%.o) $(B)/wasm/builtin.o wasm/exports.txt
	wasm-ld --no-entry --stack-first -z stack-size=1048576 --initial-memory=67108864 $$(sed 's/ *#.*//;/^$$/d;s/^/--export=/' wasm/exports.txt) --strip-debug \
	  $(filter %.o,$^) -o $@
site: $(B)/site/.done
$(B)/site/.done: $(B)/wasm/loosen.wasm $(wildcard web/* web/src/* web/src/*/*)
	rm -rf $(B)/site && mkdir -p $(B)/site
	cp web/*.html web/*.css web/*.webmanifest web/*.svg $(B)/site/ 2>/dev/null || true
	cp $(B)/wasm/loosen.wasm $(B)/site/
	esbuild web/src/main.ts --bundle --minify --format=esm --target=es2021 --outfile=$(B)/site/app.js --log-level=warning
	touch $@

# ---- tests (ASan + UBSan in ./check: make test SAN=1)
ifdef SAN
B     = build/san
OPT   = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
$(B)/tests/%: tests/%.c $(B)/libhost.a $(B)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(HOSTDEF) $< $(B)/libhost.a $(B)/libcore.a $(LIBS) -lcmocka -lm -o $@
test: $(TESTS)
	@status=0; for t in $(TESTS); do $$t || status=1; done; exit $$status

format:
	clang-format -i $$(git ls-files '*.c' '*.h')
clean:
	rm -rf build
