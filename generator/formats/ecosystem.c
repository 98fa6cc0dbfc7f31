/* Invariant: what is given is an ecosystem of OSV's list with the package's name in the form that its registry, and OSV's text on
 * the `package` field, ask for; a purl that would need a guess gives none.
 *
 * Sources: ossf/osv-schema 1.7.5 (ecosystems, id prefixes), package-url/purl-spec (types: which have a namespace, what is folded),
 * google/osv.dev (which purl type is which ecosystem). */
#include "formats/ecosystem.h"

/* How the package's name is made of the purl's namespace and name. */
enum naming {
	NAME_ALONE,   /* no namespace */
	NAME_LOWER,   /* the same, in lower case */
	NAME_PYPI,    /* PEP 503 */
	NAME_SCOPED,  /* @scope/name, or the name alone */
	NAME_PATH,    /* namespace/name */
	NAME_VENDOR,  /* the same, both there, in lower case */
	NAME_MAVEN,   /* group:artifact */
	NAME_DOTTED,  /* publisher.name */
	NAME_URL      /* https://namespace/name */
};

static const struct registry {
	const char *type, *ecosystem;
	enum naming naming;
} registries[] = {
	{"bioconductor", "Bioconductor", NAME_ALONE}, {"bitnami", "Bitnami", NAME_ALONE},    {"cargo", "crates.io", NAME_ALONE},
	{"composer", "Packagist", NAME_VENDOR},       {"conan", "ConanCenter", NAME_ALONE},  {"cran", "CRAN", NAME_ALONE},
	{"gem", "RubyGems", NAME_ALONE},              {"githubactions", "GitHub Actions", NAME_PATH},
	{"golang", "Go", NAME_PATH},                  {"hackage", "Hackage", NAME_ALONE},    {"hex", "Hex", NAME_LOWER},
	{"julia", "Julia", NAME_ALONE},               {"maven", "Maven", NAME_MAVEN},        {"npm", "npm", NAME_SCOPED},
	{"nuget", "NuGet", NAME_ALONE},               {"opam", "opam", NAME_ALONE},          {"pub", "Pub", NAME_LOWER},
	{"pypi", "PyPI", NAME_PYPI},                  {"swift", "SwiftURL", NAME_URL},       {"vscode", "VSCode", NAME_DOTTED},
	{"vscode-extension", "VSCode", NAME_DOTTED},
};

/* What follows the ecosystem of a distribution after a colon, from the qualifier "distro". */
enum release {
	RELEASE_NONE,    /* there are none */
	RELEASE_DEBIAN,  /* its number, if it is said */
	RELEASE_NUMBER,  /* likewise */
	RELEASE_NEEDED,  /* its number, without which there is no ecosystem */
	RELEASE_ALPINE,  /* v3.16 */
	RELEASE_UBUNTU   /* 22.04:LTS */
};

static const struct distribution {
	const char *type, *namespace, *ecosystem;
	enum release release;
	bool any_architecture; /* its packages are named as they are installed, not by their source */
} distributions[] = {
	{"apk", "alpine", "Alpine", RELEASE_ALPINE, false},
	{"apk", "chainguard", "Chainguard", RELEASE_NONE, true},
	{"apk", "wolfi", "Wolfi", RELEASE_NONE, true},
	{"deb", "debian", "Debian", RELEASE_DEBIAN, false},
	{"deb", "ubuntu", "Ubuntu", RELEASE_UBUNTU, false},
	{"rpm", "almalinux", "AlmaLinux", RELEASE_NUMBER, false},
	{"rpm", "mageia", "Mageia", RELEASE_NEEDED, false},
	{"rpm", "rocky", "Rocky Linux", RELEASE_NUMBER, false},
	{"rpm", "rocky-linux", "Rocky Linux", RELEASE_NUMBER, false},
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static const char *in_lower_case(struct arena *a, const char *text)
{
	char *out = arena_text(a, text);
	for (char *c = out; *c; c++)
		*c = lower(*c);
	return out;
}

/* Lower case, each run of - _ and . one dash. */
static const char *pypi_name(struct arena *a, const char *name)
{
	char *out = arena_text(a, name), *to = out;
	for (const char *c = name; *c; c++) {
		bool separates = strchr("-_.", *c) != NULL;
		if (!separates || to == out || to[-1] != '-')
			*to++ = separates ? '-' : lower(*c);
	}
	*to = '\0';
	return out;
}

static const char *name_of(struct arena *a, const struct purl *p, enum naming naming)
{
	const char *space = p->namespace, *name = p->name;
	switch (naming) {
	case NAME_ALONE:
		return space ? NULL : name;
	case NAME_LOWER:
		return space ? NULL : in_lower_case(a, name);
	case NAME_PYPI:
		return space ? NULL : pypi_name(a, name);
	case NAME_SCOPED:
		return !space ? name : space[0] == '@' && !strchr(space, '/') ? arena_printf(a, "%s/%s", space, name) : NULL;
	case NAME_PATH:
		return space ? arena_printf(a, "%s/%s", space, name) : NULL;
	case NAME_VENDOR:
		return space && !strchr(space, '/') ? in_lower_case(a, arena_printf(a, "%s/%s", space, name)) : NULL;
	case NAME_MAVEN:
		return space && !strchr(space, '/') ? arena_printf(a, "%s:%s", space, name) : NULL;
	case NAME_DOTTED:
		return space && !strchr(space, '/') ? arena_printf(a, "%s.%s", space, name) : NULL;
	case NAME_URL:
		return space ? arena_printf(a, "https://%s/%s", space, name) : NULL;
	}
	return NULL;
}

/* A registry that is not the usual one is said after a colon by Maven and Packagist alone; of the others it is another ecosystem. */
static const char *with_registry(struct arena *a, const char *ecosystem, const struct purl *p, enum naming naming)
{
	const char *url = purl_qualifier(p, "repository_url");
	if (!url)
		return ecosystem;
	if (naming != NAME_MAVEN && naming != NAME_VENDOR)
		return NULL;
	size_t length = strlen(url);
	while (length && url[length - 1] == '/')
		length--;
	return arena_printf(a, "%s:%s%.*s", ecosystem, strstr(url, "://") ? "" : "https://", (int)length, url);
}

/* The release as a number: that of "debian-12.4", "12.4" is "12.4"; NULL if there is none. */
static const char *release_number(struct arena *a, const char *distro)
{
	const char *number = distro ? strrchr(distro, '-') : NULL;
	number = number ? number + 1 : distro;
	size_t length = number ? strspn(number, "0123456789.") : 0;
	return length && !number[length] && number[0] != '.' && number[length - 1] != '.' ? arena_dup(a, number, length) : NULL;
}

static const char *until_dot(struct arena *a, const char *number, int dots)
{
	const char *end = number;
	while (*end && (*end != '.' || dots-- > 0))
		end++;
	return arena_dup(a, number, (size_t)(end - number));
}

/* Facts of Debian's distro-info-data. */
static const char *debian_release(struct arena *a, const char *distro)
{
	static const char *const series[][2] = {
		{"squeeze", "6"}, {"wheezy", "7"},    {"jessie", "8"},  {"stretch", "9"}, {"buster", "10"},
		{"bullseye", "11"}, {"bookworm", "12"}, {"trixie", "13"}, {"forky", "14"},  {"sid", "sid"},
	};
	const char *number = release_number(a, distro);
	if (number)
		return until_dot(a, number, 0);
	for (size_t i = 0; distro && i < sizeof(series) / sizeof(*series); i++)
		if (span_ends(span_of(distro), series[i][0]))
			return series[i][1];
	return NULL;
}

/* Those of April in an even year are supported for long. */
static const char *ubuntu_release(struct arena *a, const char *distro)
{
	const char *number = release_number(a, distro);
	if (!number || strlen(number) < 5 || number[2] != '.')
		return NULL;
	const char *release = until_dot(a, number, 1);
	bool long_term = (release[1] - '0') % 2 == 0 && strcmp(release + 2, ".04") == 0;
	return arena_printf(a, "%s%s", release, long_term ? ":LTS" : "");
}

static const char *of_distribution(struct arena *a, const struct distribution *d, const struct purl *p)
{
	const char *distro = purl_qualifier(p, "distro"), *architecture = purl_qualifier(p, "arch"), *release = NULL;
	if (architecture && !d->any_architecture && strcmp(architecture, "source") != 0 && strcmp(architecture, "src") != 0)
		return NULL;
	if (d->release == RELEASE_DEBIAN)
		release = debian_release(a, distro);
	else if (d->release == RELEASE_UBUNTU)
		release = ubuntu_release(a, distro);
	else if (d->release != RELEASE_NONE)
		release = release_number(a, distro);
	if (release && d->release == RELEASE_ALPINE)
		release = arena_printf(a, "v%s", until_dot(a, release, 1));
	if (release)
		return arena_printf(a, "%s:%s", d->ecosystem, release);
	bool needed = d->release == RELEASE_NEEDED || d->release == RELEASE_ALPINE || d->release == RELEASE_UBUNTU;
	return needed ? NULL : d->ecosystem;
}

bool ecosystem_of(struct ecosystem *out, struct arena *a, const struct purl *p)
{
	struct ecosystem found = {0};
	for (size_t i = 0; i < sizeof(registries) / sizeof(*registries); i++)
		if (strcmp(p->type, registries[i].type) == 0) {
			found.name = name_of(a, p, registries[i].naming);
			found.ecosystem = with_registry(a, registries[i].ecosystem, p, registries[i].naming);
		}
	for (size_t i = 0; p->namespace && i < sizeof(distributions) / sizeof(*distributions); i++)
		if (strcmp(p->type, distributions[i].type) == 0 &&
		    strcmp(in_lower_case(a, p->namespace), distributions[i].namespace) == 0) {
			found.name = p->name;
			found.ecosystem = of_distribution(a, &distributions[i], p);
		}
	if (!found.name || !found.ecosystem)
		return false;
	*out = found;
	return true;
}

bool ecosystem_id_is_known(const char *id)
{
	static const char *const prefixes[] = {
		"ASB-A",  "PUB-A",  "ALPINE", "ALSA",   "ALBA",    "ALEA",    "AZL",     "BELL",    "BIT",     "CGA",  "CLEANSTART",
		"CLSA",   "CURL",   "CVE",    "DEBIAN", "DHI",     "DRUPAL",  "DSA",     "DLA",     "ELA",     "DTSA", "ECHO",
		"EEF",    "FreeBSD", "GHSA",  "GO",     "GSD",     "HSEC",    "JLSEC",   "KUBE",    "LBSEC",   "LSN",  "MAL",
		"MINI",   "MGASA",  "OESA",   "OSEC",   "OSV",     "openSUSE-SU", "PHSA", "PSF",    "PYSEC",   "RHBA", "RHEA",
		"RHSA",   "RLSA",   "RXSA",   "RSEC",   "ROOT",    "RUSTSEC", "SUSE-SU", "SUSE-RU", "SUSE-FU", "SUSE-OU", "UBUNTU",
		"USN",    "V8",
	};
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		size_t length = strlen(prefixes[i]);
		if (strncmp(id, prefixes[i], length) == 0 && id[length] == '-')
			return true;
	}
	return false;
}
