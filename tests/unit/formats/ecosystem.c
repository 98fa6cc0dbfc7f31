#include "formats/ecosystem.h"

#include <criterion/criterion.h>

static void is(const char *text, const char *ecosystem, const char *name)
{
	struct arena *a = arena_new();
	struct purl p;
	struct ecosystem e = {"", ""};
	cr_assert(purl_parse(&p, a, span_of(text)), "%s", text);
	bool found = ecosystem_of(&e, a, &p);
	cr_expect_eq(found, *ecosystem != '\0', "%s", text);
	cr_expect_str_eq(e.ecosystem, ecosystem, "%s: %s", text, e.ecosystem);
	cr_expect_str_eq(e.name, name, "%s: %s", text, e.name);
	arena_free(a);
}

static void none(const char *text)
{
	is(text, "", "");
}

Test(ecosystem, registries)
{
	is("pkg:npm/left-pad@1", "npm", "left-pad");
	is("pkg:npm/%40angular/animation", "npm", "@angular/animation");
	is("pkg:pypi/Zope.Interface__x", "PyPI", "zope-interface-x");
	is("pkg:cargo/serde_json", "crates.io", "serde_json");
	is("pkg:maven/org.apache.commons/io", "Maven", "org.apache.commons:io");
	is("pkg:maven/a.b/c?repository_url=maven.google.com%2F", "Maven:https://maven.google.com", "a.b:c");
	is("pkg:golang/github.com/gorilla/context", "Go", "github.com/gorilla/context");
	is("pkg:gem/rails", "RubyGems", "rails");
	is("pkg:nuget/Newtonsoft.Json", "NuGet", "Newtonsoft.Json");
	is("pkg:composer/Laravel/Framework", "Packagist", "laravel/framework");
	is("pkg:composer/a/b?repository_url=https%3A%2F%2Fpackages.drupal.org%2F8", "Packagist:https://packages.drupal.org/8", "a/b");
	is("pkg:hex/Phoenix", "Hex", "phoenix");
	is("pkg:pub/http", "Pub", "http");
	is("pkg:githubactions/actions/checkout", "GitHub Actions", "actions/checkout");
	is("pkg:vscode-extension/ms-python/python", "VSCode", "ms-python.python");
	is("pkg:swift/github.com/apple/swift-nio", "SwiftURL", "https://github.com/apple/swift-nio");
}

Test(ecosystem, distributions)
{
	is("pkg:deb/debian/curl", "Debian", "curl");
	is("pkg:deb/debian/curl?arch=source&distro=bookworm", "Debian:12", "curl");
	is("pkg:deb/debian/curl?distro=debian-11.6", "Debian:11", "curl");
	is("pkg:deb/ubuntu/curl?distro=ubuntu-22.04", "Ubuntu:22.04:LTS", "curl");
	is("pkg:deb/ubuntu/curl?distro=23.10", "Ubuntu:23.10", "curl");
	is("pkg:apk/alpine/curl?distro=alpine-3.16.2", "Alpine:v3.16", "curl");
	is("pkg:apk/wolfi/curl?arch=x86_64", "Wolfi", "curl");
	is("pkg:rpm/rocky-linux/curl?distro=9", "Rocky Linux:9", "curl");
}

Test(ecosystem, none_that_would_be_a_guess)
{
	none("pkg:generic/reiji");
	none("pkg:npm/a/b");                           /* a scope begins with @ */
	none("pkg:npm/a?repository_url=npm.example.org"); /* another registry */
	none("pkg:cargo/a/b");
	none("pkg:maven/only-an-artifact");
	none("pkg:golang/fmt");
	none("pkg:composer/framework");
	none("pkg:deb/debian/libcurl4?arch=amd64"); /* no source package */
	none("pkg:deb/ubuntu/curl");                /* no release */
	none("pkg:apk/alpine/curl");
	none("pkg:rpm/fedora/curl");
	none("pkg:deb/debian/x/curl");
}

Test(ecosystem, known_ids)
{
	cr_expect(ecosystem_id_is_known("RUSTSEC-{year}-{serial:04}"));
	cr_expect(ecosystem_id_is_known("CVE-1900-1000"));
	cr_expect(ecosystem_id_is_known("SUSE-SU-1"));
	cr_expect_not(ecosystem_id_is_known("EX-2026-0001"));
	cr_expect_not(ecosystem_id_is_known("GOO-1"));
	cr_expect_not(ecosystem_id_is_known("CVE"));
}
