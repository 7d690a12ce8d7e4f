# Loosen. `make` builds build/loosen (the program) and build/site/ (the page). Other targets: check, test, bench, fuzz,
# simulate, sheet, film, format, clean. CC=gcc works for the native half; WebAssembly always takes clang.
CC = clang
AR = ar
B  = build
OPT = -O2 -g
# SAN=1: everything under AddressSanitizer and UndefinedBehaviorSanitizer, in a folder of its own. The counters are what the
# fuzzers go by; they cost the other tests little, as comparing what was compared would not.
ifdef SAN
B   = build/san
OPT = -O1 -g -fsanitize=address,undefined -fsanitize-coverage=inline-8bit-counters,pc-table -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

STD     = -std=c17 -I. -ffp-contract=off -fno-math-errno
# ROLAND_MORRIS=1 ROLAND_MORRIS_ITEMS=items.txt: ships Roland-Morris 24, whose 24 lines the builder supplies and must have
# the rights to. Build from clean (make clean) when it is switched.
ifdef ROLAND_MORRIS
STD    += -DLSN_ROLAND_MORRIS
endif
WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wmissing-prototypes -Werror
# gcc also counts a local that shares a type's or a function's name; clang means variables only
ifneq ($(findstring gcc,$(CC)),)
WARN   := $(subst -Wshadow,-Wshadow=local,$(WARN))
endif
CFLAGS  = $(STD) $(WARN) $(OPT)
HOSTED  = -D_GNU_SOURCE
LIBS    = -lmicrohttpd -lsqlite3 -lpng -lm -lpthread

CORE_SRC = $(wildcard core/*/*.c)
HOST_SRC = $(filter-out host/main.c,$(wildcard host/*.c host/*/*.c))
WASM_SRC = $(wildcard wasm/*.c)
MOVES    = $(sort $(wildcard moves/*.json))
ROUTINES = $(sort $(wildcard routines/*.json))
CORE_H   = $(wildcard core/*/*.h)
HEADERS  = $(CORE_H) $(wildcard host/*.h host/*/*.h tests/*.h wasm/*.h)

CORE_OBJ = $(CORE_SRC:%.c=$(B)/%.o) $(B)/gen/builtin.o $(B)/gen/routines.o
HOST_OBJ = $(HOST_SRC:%.c=$(B)/%.o)
TESTS    = $(patsubst %.c,$(B)/%,$(wildcard tests/test_*.c))
MUJOCO   = $(wildcard /usr/include/mujoco/mujoco.h)
BENCHES  = $(patsubst %.c,$(B)/%,$(filter-out $(if $(MUJOCO),,bench/bench_mujoco.c),$(wildcard bench/bench_*.c)))
FUZZERS  = $(patsubst %.c,$(B)/%,$(wildcard fuzz/fuzz_*.c))
FUZZ_S   = 60

.PHONY: all site check test tests oracle simulate bench fuzz fuzzers sheet film golden format clean
.SECONDARY:
all: $(B)/loosen

# objects depend on the Makefile: other flags make other objects
$(B)/core/%.o: core/%.c $(CORE_H) Makefile
	@mkdir -p $(@D)
	@echo 'cc    $<'
	@$(CC) $(CFLAGS) -ffreestanding -c $< -o $@
$(B)/%.o: %.c $(HEADERS) Makefile
	@mkdir -p $(@D)
	@echo 'cc    $<'
	@$(CC) $(CFLAGS) $(HOSTED) -c $< -o $@
$(B)/gen/%.o: build/gen/%.c $(HEADERS) Makefile
	@mkdir -p $(@D)
	@echo 'cc    $<'
	@$(CC) $(CFLAGS) -c $< -o $@

# ---- data built into the program: moves, rules, the page
build/embed: tools/embed.c
	@mkdir -p $(@D)
	@echo 'cc    $<'
	@clang $(STD) $(WARN) $(HOSTED) -O1 $< -o $@
# the folder itself counts too, so that a move that is deleted goes
RULES = lsn_screen_builtin_rules rules/screen.json lsn_adapt_builtin rules/adapt.json
ifdef ROLAND_MORRIS
RULES += lsn_roland_morris_items $(ROLAND_MORRIS_ITEMS)
endif
build/gen/builtin.c: build/embed moves $(MOVES) $(filter %.json %.txt,$(RULES))
	@mkdir -p $(@D)
	@echo 'data  $@'
	@build/embed builtin $(MOVES) -- $(RULES) > $@.tmp && mv $@.tmp $@
build/gen/routines.c: build/embed routines $(ROUTINES)
	@mkdir -p $(@D)
	@echo 'data  $@'
	@build/embed routines $(ROUTINES) > $@.tmp && mv $@.tmp $@
build/gen/assets.c: build/embed build/site/.done
	@mkdir -p $(@D)
	@echo 'data  $@'
	@build/embed assets build/site > $@.tmp && mv $@.tmp $@

$(B)/libcore.a: $(CORE_OBJ)
	@rm -f $@
	@echo 'ar    $@'
	@$(AR) rcs $@ $^
$(B)/libhost.a: $(HOST_OBJ)
	@rm -f $@
	@echo 'ar    $@'
	@$(AR) rcs $@ $^
$(B)/loosen: $(B)/host/main.o $(B)/libhost.a $(B)/gen/assets.o $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) $^ $(LIBS) -o $@

# ---- WebAssembly and the page
# No -O at the link: an installed wasm-opt would be called there and may not know SIMD.
# Compiled for size and linked as one (-flto: functions of one caller melt into it); what the pictures of the moving figure
# spend their time in is compiled by itself, for speed too. Both extensions are older than SIMD, which the module needs
# anyway. Of what is linked as one, little is copied into its callers and loops keep their indices (no strength reduction):
# that is 3 % less over the wire.
WASM_HOT = core/figure/field core/figure/light core/figure/shape
WASM_OPT = -Oz -flto
$(WASM_HOT:%=build/wasm/%.o): WASM_OPT = -Os
WASM = clang --target=wasm32 -Iwasm/include $(STD) $(WARN) $(WASM_OPT) -ffreestanding -msimd128 -mbulk-memory \
  -mnontrapping-fptoint -msign-ext
WASM_LTO = --lto-O2 -mllvm -inline-threshold=-50 -mllvm -disable-lsr
WASM_OBJ = $(CORE_SRC:%.c=build/wasm/%.o) $(WASM_SRC:%.c=build/wasm/%.o) build/wasm/builtin.o build/wasm/routines.o
build/wasm/%.o: build/gen/%.c Makefile
	@mkdir -p $(@D)
	@echo 'wasm  $<'
	@$(WASM) -c $< -o $@
build/wasm/%.o: %.c $(CORE_H) $(wildcard wasm/*.h) Makefile
	@mkdir -p $(@D)
	@echo 'wasm  $<'
	@$(WASM) -c $< -o $@
build/loosen.wasm: $(WASM_OBJ) wasm/exports.txt
	@echo 'ld    $@'
	@wasm-ld --no-entry $(WASM_LTO) --stack-first -z stack-size=4194304 --strip-all \
	  $$(sed 's/#.*//' wasm/exports.txt | awk 'NF { print "--export=" $$1 }') $(WASM_OBJ) -o $@
site: build/site/.done
build/icon: tools/icon.c host/picture/png.c $(wildcard core/base/*.c) host/picture/picture.h $(CORE_H)
	@mkdir -p $(@D)
	@echo 'cc    $<'
	@clang $(STD) $(WARN) $(HOSTED) -O1 $(filter %.c,$^) -lpng -lm -o $@
build/site/.done: tools/site.sh build/loosen.wasm build/icon $(shell find web words -type f 2>/dev/null)
	@echo 'page  build/site'
	@tools/site.sh build/site build/loosen.wasm build/icon
	@touch $@

# ---- tests
$(B)/tests/%: $(B)/tests/%.o $(B)/libhost.a $(B)/gen/assets.o $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) $^ $(LIBS) -lcmocka -o $@
tests: $(TESTS)
test: $(TESTS)
	@status=0; for t in $(TESTS); do $$t || status=1; done; exit $$status
check:
	./check
$(B)/golden: $(B)/tests/golden.o $(B)/wasm/golden.o $(B)/wasm/show.o $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) $^ -o $@
golden: $(B)/golden

# Needs libmujoco-dev; nothing else does.
$(B)/tests/oracle/%: $(B)/tests/oracle/%.o $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) $^ -lmujoco -lm -o $@
oracle: $(B)/tests/oracle/oracle
	$(B)/tests/oracle/oracle

# The fuzzers stand on the sanitized library: SAN=1 instruments for them, too.
$(B)/fuzz/%: $(B)/fuzz/%.o $(B)/libhost.a $(B)/gen/assets.o $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) -fsanitize=fuzzer $^ $(LIBS) -o $@
fuzzers: $(FUZZERS)
ifdef SAN
fuzz: $(FUZZERS)
	@for f in $(FUZZERS); do name=$${f##*/fuzz_}; mkdir -p build/fuzz/new/$$name; echo "fuzz $$name"; \
	  $$f -max_total_time=$(FUZZ_S) -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 \
	  -artifact_prefix=build/fuzz/ build/fuzz/new/$$name fuzz/corpus/$$name || exit 1; done
else
fuzz:
	$(MAKE) SAN=1 fuzz
endif

# ---- numbers and pictures
$(B)/bench/%: $(B)/bench/%.o $(B)/libhost.a $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) $^ $(LIBS) -o $@
$(B)/bench/bench_mujoco: $(B)/bench/bench_mujoco.o $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) $^ -lmujoco -lm -o $@
# Virtual persons against the rules; the small run is a part of ./check.
simulate: $(B)/bench/simulate
	$(B)/bench/simulate | tee bench/results/simulate.txt
BENCH_EXPORTS = start model joints joint_name joint_values muscle_name pose
build/bench.wasm: build/wasm/bench/wasm_body.o $(CORE_SRC:%.c=build/wasm/%.o) build/wasm/wasm/libc.o build/wasm/builtin.o
	@echo 'ld    $@'
	@wasm-ld --no-entry $(WASM_LTO) --stack-first -z stack-size=1048576 --strip-all $(BENCH_EXPORTS:%=--export=bench_%) $^ -o $@
bench: $(BENCHES) build/loosen.wasm build/bench.wasm
	@for b in $(BENCHES); do $$b || exit 1; done
	@node bench/bench_figure.mjs build/loosen.wasm
	@node bench/bench_mujoco.mjs build/bench.wasm
	@if [ -d bench/node_modules/highs ] && command -v glpsol cbc > /dev/null; then \
	  $(MAKE) -s $(B)/tests/instance_lp && node bench/bench_solvers.mjs $(B)/tests/instance_lp 60; \
	else echo 'solvers: left out; they need glpsol, cbc and npm ci in bench/'; fi
$(B)/tools/%: $(B)/tools/%.o $(B)/libhost.a $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) $^ $(LIBS) -o $@
sheet: $(B)/tools/sheet
	$(B)/tools/sheet build/sheet.png
film: $(B)/tools/film
	$(B)/tools/film build/film.png

$(B)/examples/%: $(B)/examples/%.o $(B)/libcore.a
	@echo 'ld    $@'
	@$(CC) $(OPT) $^ -o $@

format:
	clang-format -i $$(git ls-files '*.c' '*.h')
clean:
	rm -rf build
