# shirase: make site, make test; make help lists the rest.
#
# Everything made lies below build/. SAN=address,undefined builds the same with
# sanitizers and fault points below build/san/. WERROR=1 makes warnings errors.

VERSION := 0.1.0
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

PREFIX ?= /usr/local
JOBS ?= $(shell nproc 2>/dev/null || echo 1)

# What Debian 12 must have: to build and run, and beyond that to test.
PACKAGES_BUILD := gcc libc6-dev pkg-config git ca-certificates gnupg gpg-agent tzdata \
	libcmark-dev libgit2-dev libgpgme-dev liblua5.4-dev libfyaml-dev libjansson-dev \
	libxml2-dev libunistring-dev libgcrypt20-dev zlib1g-dev
PACKAGES_TEST := $(PACKAGES_BUILD) g++ libcriterion-dev sq default-jre-headless coreutils diffutils \
	python3 python3-feedparser python3-yaml libxml2-utils bsdutils mandoc groff rsync curl cppcheck jing chromium fonts-dejavu-core fonts-noto-cjk \
	$(if $(shell command -v npm),,nodejs npm)
PACKAGES_BENCH := $(PACKAGES_BUILD) python3 hyperfine hugo
PACKAGES_LINT := $(PACKAGES_BUILD) clang-tidy cppcheck libcriterion-dev

O := build$(if $(SAN),/san)
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $(1)' $(patsubst build/%,%,$@))
CSTD := -std=gnu11 -D_GNU_SOURCE -Igenerator -include base/banned.h
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wformat=2 \
	$(if $(WERROR),-Werror)
HARDEN := -fstack-protector-strong -fPIE
# No path of the machine that builds in what it builds.
NOWHERE := '-ffile-prefix-map=$(CURDIR)=.'
OPT ?= -O2 -g
DEFS := -DVERSION='"$(VERSION)"'
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=undefined -DFAULTS -U_FORTIFY_SOURCE,-D_FORTIFY_SOURCE=2)

# Evaluated when first used: on a new machine pkg-config comes with the packages.
PKGS := libcmark libgit2 gpgme lua5.4 libfyaml jansson libxml-2.0 zlib libgcrypt
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)) -lunistring -lm -pthread)$(PKG_LIBS)
CRITERION_LIBS = $(shell pkg-config --libs criterion)

ALL_CFLAGS = $(CSTD) $(WARN) $(HARDEN) $(NOWHERE) $(OPT) $(SANFLAGS) $(CFLAGS)
# The build id is how a cache knows who wrote it (base/program.h).
ALL_LDFLAGS = $(SANFLAGS) -pie -Wl,--build-id,-z,relro,-z,now $(LDFLAGS)

STAGES := base repository archive document script history formats site trust publish commands
SOURCES := $(foreach s,$(STAGES),$(sort $(wildcard generator/$(s)/*.c)))
OBJECTS := $(SOURCES:generator/%.c=$O/obj/%.o)
UNITS := $(sort $(patsubst tests/unit/%/,%,$(dir $(wildcard tests/unit/*/*.c))))
UNIT_STAGES := $(filter-out support,$(UNITS))

.PHONY: all site test check test-san fuzz bench lint cppcheck check-layers install uninstall dist clean help \
	packages packages-build packages-test packages-bench packages-lint units

all: $O/shirase

$O/shirase: $O/obj/main.o $(OBJECTS)
	$(call say,LINK)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

$O/obj/%.o: generator/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC  )
	$Q$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) $(DEFS) -MMD -MP -c -o $@ $<

$O/tests/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC  )
	$Q$(CC) $(ALL_CFLAGS) -Itests $(PKG_CFLAGS) $(DEFS) -MMD -MP -c -o $@ $<

# The objects of a stage and of those below it: a test program links no more,
# so that a call upwards does not even link.
upto = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,99,$(2))))
below = $(filter $(foreach s,$(call upto,$(1),$(STAGES)),$O/obj/$(s)/%),$(OBJECTS))

# One test program a stage: build/tests/unit-<stage>.
support_objects := $(patsubst tests/%.c,$O/tests/%.o,$(wildcard tests/unit/support/*.c))
define unit_rule
$O/tests/unit-$(1): $$(patsubst tests/%.c,$O/tests/%.o,$$(wildcard tests/unit/$(1)/*.c)) $(support_objects) $(call below,$(1))
	@mkdir -p $$(@D)
	$$(call say,LINK)
	$$Q$$(CC) $$(ALL_LDFLAGS) -o $$@ $$^ $$(CRITERION_LIBS) $$(PKG_LIBS)
.PHONY: unit-$(1)
unit-$(1): $O/tests/unit-$(1)
	@tests/run-unit $O/tests/unit-$(1)
endef
$(foreach s,$(UNIT_STAGES),$(eval $(call unit_rule,$(s))))

$O/tests/filter-cases: $O/tests/filters/run.o $(call below,script)
	$(call say,LINK)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

$O/tests/reader-cases: $O/tests/readers/run.o $(call below,script)
	$(call say,LINK)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

$O/tests/fuzz-filter: $O/tests/fuzz/filter.o $(call below,script)
	$(call say,LINK)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

$O/tests/bench-filters: $O/tests/bench/filters.o $(call below,script)
	$(call say,LINK)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

$O/tests/bench-history: $O/tests/bench/history.o $(call below,history)
	$(call say,LINK)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

units: $(UNIT_STAGES:%=$O/tests/unit-%) $(if $(wildcard tests/filters/run.c),$O/tests/filter-cases) $O/tests/reader-cases

-include $(OBJECTS:.o=.d) $O/obj/main.d $(wildcard $O/tests/unit/*/*.d $O/tests/filters/*.d $O/tests/readers/*.d $O/tests/bench/*.d $O/tests/fuzz/*.d)

# Installs what is missing of a list of Debian packages, without a question.
define install_packages
	@missing=$$(for p in $(1); do dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		echo "installing" $$missing; \
		$$root env DEBIAN_FRONTEND=noninteractive apt-get update -qq; \
		$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

packages packages-build:
	$(call install_packages,$(PACKAGES_BUILD))
packages-test:
	$(call install_packages,$(PACKAGES_TEST))
packages-bench:
	$(call install_packages,$(PACKAGES_BENCH))
packages-lint:
	$(call install_packages,$(PACKAGES_LINT))

# pkg-config and the headers are there only now: a make of its own sees them.
site: packages-build
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@generator/demonstration.sh build/shirase build

test: packages-test
	@tests/run all
check:
	@tests/run quick
test-san:
	@tests/run san

# Random filters over random trees, with sanitizers. What fails is told with its seed: make fuzz SEED=7 FOR=1 begins with it.
fuzz: packages-test
	@$(MAKE) --no-print-directory -j$(JOBS) SAN=address,undefined build/san/tests/fuzz-filter
	@tests/run-san build/san/tests/fuzz-filter --seconds $(or $(FOR),60) $(if $(SEED),--seed $(SEED))

# Alone on the machine: what else runs is measured too. make bench SIZES="1000 10000"
bench: packages-bench
	@$(MAKE) --no-print-directory -j$(JOBS) all $O/tests/bench-history $O/tests/bench-filters
	@missed=0; tests/bench/run $O/tests/bench-history || missed=1; \
	$O/tests/bench-filters || missed=1; \
	tests/bench/site.py $O/shirase $(SIZES) || missed=1; exit $$missed

# varFuncNullUB: NULL before the variable arguments is taken for one of them.
cppcheck:
	@status=0; cppcheck --quiet -j$(JOBS) --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr \
		-D_GNU_SOURCE -DVERSION='""' --suppress=missingInclude --suppress=varFuncNullUB -Igenerator generator || status=1; \
	echo "cppcheck: $$((1 - status)) passed, $$status failed"; exit $$status

lint: packages-lint check-layers cppcheck
	@printf '%s\0' $(SOURCES) generator/main.c $(sort $(wildcard tests/*/*.c tests/unit/*/*.c)) | xargs -0 -P$(JOBS) -n8 sh -c \
		'clang-tidy --quiet "$$@" -- $(CSTD) -Itests $(PKG_CFLAGS) -DVERSION=\"\" 2>/dev/null' sh

# A stage includes only itself and the stages below it; each foreign library has one folder.
check-layers:
	@tests/check-layers $(STAGES)

$O/shirase.1: $O/shirase
	$Q$< --manual >$@

# Its links lead to what is installed beside it.
$O/README.md: README.md
	$(call say,LINKS)
	$Qmkdir -p $(@D)
	$Qsed -E '/^!\[.*\]\(themes\//d; s|\]\(generator/manual/(([^)]*/)?[^/)]*([1-8]))\)|](../../man/\2man\3/\1)|g; s|(/man[1-8])/ja/|\1/|g; s|\]\(filters/|](../../shirase/filters/|g' $< >$@

# What is installed, a line each: mode, file, path below PREFIX. The program finds its data beside its bin/, wherever that is.
MANUALS := $(wildcard generator/manual/*.[1-8] generator/manual/*/*.[1-8])
define installed
{ \
	echo '755 $O/shirase bin/shirase'; \
	echo '644 $O/shirase.1 share/man/man1/shirase.1'; \
	printf '%s\n' $(MANUALS) | sed -E 's|^generator/manual/((.*/)?[^/]*([1-8]))$$|644 & share/man/\2man\3/\1|; s|(/man[1-8])/.*/|\1/|'; \
	find filters themes -type f ! -name '.*' ! -name '*~' ! -name screenshot.png | LC_ALL=C sort | \
		sed 's|.*|644 & share/shirase/&|'; \
	find generator/starter -type f ! -name '*~' | LC_ALL=C sort | sed 's|^generator/\(.*\)|644 & share/shirase/\1|'; \
	printf '644 %s share/doc/shirase/%s\n' $O/README.md README.md LICENSE LICENSE; \
}
endef

install: $O/shirase $O/shirase.1 $O/README.md
	@$(installed) | while read -r mode file path; do install -D -m "$$mode" "$$file" "$(DESTDIR)$(PREFIX)/$$path"; done
	@echo "installed in $(DESTDIR)$(PREFIX)"
# Nothing but those files, and the folders of shirase's own that are empty then.
uninstall:
	@$(installed) | while read -r mode file path; do rm -f "$(DESTDIR)$(PREFIX)/$$path"; done
	@$(installed) | cut -d ' ' -f 3 | awk -F/ '{ path = $$1; for (i = 2; i < NF; i++) { path = path "/" $$i; \
		if (path ~ /^share\/((doc\/)?shirase|man\/[a-z][a-z])(\/|$$)/) print path } }' | LC_ALL=C sort -ru | while read -r folder; do \
		[ ! -d "$(DESTDIR)$(PREFIX)/$$folder" ] || rmdir --ignore-fail-on-non-empty "$(DESTDIR)$(PREFIX)/$$folder"; \
	done

dist:
	@mkdir -p build
	git archive --prefix=shirase-$(VERSION)/ -o build/shirase-$(VERSION).tar.gz HEAD

clean:
	rm -rf build

help:
	@echo 'make site          install what is missing, build shirase and the demonstration site, verify it'
	@echo 'make test          install what is missing, run every test'
	@echo 'make check         the quick tests, for the work between'
	@echo 'make test-san      all of the program'"'"'s tests with ASan and UBSan'
	@echo 'make all           build/shirase'
	@echo 'make fuzz          random filters for a minute (FOR=seconds, SEED=number)'
	@echo 'make bench         times: the history part beside git log (RUSTSEC=BUNDLE: that one too), filters beside cmark, whole sites beside Hugo'
	@echo 'make lint          cppcheck, clang-tidy, layers'
	@echo 'make cppcheck      the quick part of lint, which make test runs too'
	@echo 'make check-layers  which stage includes which'
	@echo 'make packages      install what a build needs (Debian)'
	@echo 'make install       to PREFIX ($(PREFIX)), below DESTDIR; make uninstall'
	@echo 'make dist          a tar file of HEAD;  make clean'
	@echo 'Variables: SAN=address,undefined  WERROR=1  V=1  PREFIX=…  DESTDIR=…'
