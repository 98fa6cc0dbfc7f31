/* Package URLs: examples of the specification, what is none, and the canonical text. */
#include "archive/purl.h"

#include "unit/archive/help.h"

static void parses(const char *text, const char *want, const char *canonical)
{
	struct help h;
	struct purl p;
	struct buf out;
	help_begin(&h);
	cr_assert(purl_parse(&p, h.arena, span_of(text)), "%s", text);
	const char *got = arena_printf(h.arena, "%s|%s|%s|%s", p.type, p.namespace ? p.namespace : "", p.name, p.version ? p.version : "");
	for (size_t i = 0; i < p.qualifier_count; i++)
		got = arena_printf(h.arena, "%s|%s=%s", got, p.qualifiers[i].key, p.qualifiers[i].value);
	if (p.subpath)
		got = arena_printf(h.arena, "%s|#%s", got, p.subpath);
	cr_expect_str_eq(got, want);
	buf_init(&out, 10000);
	purl_write(&out, &p, true);
	cr_expect_str_eq(out.data, canonical);
	buf_fini(&out);
	help_end(&h);
}

static void none(struct span text, const char *want)
{
	struct help h;
	struct purl p;
	const char *hint = NULL, *fault = purl_fault(text, &hint);
	help_begin(&h);
	cr_expect_str_eq(fault ? fault : "", want, "%.*s: %s", (int)text.length, text.data, fault);
	cr_expect(hint && *hint);
	cr_expect_not(purl_parse(&p, h.arena, text));
	help_end(&h);
}

#define NONE(text, want) none(SPAN_LITERAL(text), want)

Test(purl, the_examples_of_the_specification)
{
	parses("pkg:npm/%40angular/animation@12.3.1", "npm|@angular|animation|12.3.1", "pkg:npm/%40angular/animation@12.3.1");
	parses("pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie", "deb|debian|curl|7.50.3-1|arch=i386|distro=jessie",
	       "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie");
	parses("pkg:golang/google.golang.org/genproto#googleapis/api/annotations", "golang|google.golang.org|genproto||#googleapis/api/annotations",
	       "pkg:golang/google.golang.org/genproto#googleapis/api/annotations");
	parses("pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources&repository_url=repo.spring.io%2Frelease",
	       "maven|org.apache.xmlgraphics|batik-anim|1.9.1|packaging=sources|repository_url=repo.spring.io/release",
	       "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources&repository_url=repo.spring.io%2Frelease");
	parses("pkg:docker/customer/dockerimage@sha256%3A244fd47e07d1004f0aed9c?repository_url=gcr.io",
	       "docker|customer|dockerimage|sha256:244fd47e07d1004f0aed9c|repository_url=gcr.io",
	       "pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io");
	parses("pkg:pypi/django@1.11.1", "pypi||django|1.11.1", "pkg:pypi/django@1.11.1");
}

Test(purl, is_made_canonical)
{
	parses("PKG://NuGet//EnterpriseLibrary.Common/", "nuget||EnterpriseLibrary.Common|", "pkg:nuget/EnterpriseLibrary.Common");
	parses("pkg:generic/a?Zz=1&aa=2&empty=", "generic||a||aa=2|zz=1", "pkg:generic/a?aa=2&zz=1");
	parses("pkg:generic/%E7%9F%A5%E3%82%89%E3%81%9B@1%20beta", "generic||知らせ|1 beta",
	       "pkg:generic/%E7%9F%A5%E3%82%89%E3%81%9B@1%20beta");
	parses("pkg:npm/a?", "npm||a|", "pkg:npm/a");
	parses("pkg:golang/github.com/gorilla/context@v1.1", "golang|github.com/gorilla|context|v1.1", "pkg:golang/github.com/gorilla/context@v1.1");
}

Test(purl, without_its_version)
{
	struct help h;
	struct purl p;
	struct buf out;
	help_begin(&h);
	cr_assert(purl_parse(&p, h.arena, span_of("pkg:npm/%40a/b@1?c=d%40e")));
	cr_expect_str_eq(purl_qualifier(&p, "c"), "d@e");
	cr_expect_null(purl_qualifier(&p, "arch"));
	buf_init(&out, 1000);
	purl_write(&out, &p, false);
	cr_expect_str_eq(out.data, "pkg:npm/%40a/b?c=d%40e");
	buf_fini(&out);
	help_end(&h);
}

Test(purl, what_is_none)
{
	NONE("", "is no package URL");
	NONE("npm/reiji", "is no package URL");
	NONE("pkg:npm", "is no package URL");
	NONE("pkg:/a", "is no package URL");
	NONE("pkg:3d/a", "is no package URL");
	NONE("pkg:n%70m/a", "is no package URL");
	NONE("pkg:deb/", "is no package URL");
	NONE("pkg:deb/a b", "is no package URL");
	NONE("pkg:deb/知", "is no package URL");
	NONE("pkg:npm/@scope/name", "is no package URL");
	NONE("pkg:npm/a@", "is no package URL");
	NONE("pkg:npm/a@1/2", "is no package URL");
	NONE("pkg:npm/a//b", "is no package URL");
	NONE("pkg:npm/a?b", "is no package URL");
	NONE("pkg:npm/a?=b", "is no package URL");
	NONE("pkg:npm/a?b=1&B=2", "is no package URL");
	NONE("pkg:npm/a#b/../c", "is no package URL");
	NONE("pkg:npm/a%2", "holds a % that two hex digits do not follow");
	NONE("pkg:npm/%zz/a", "holds a % that two hex digits do not follow");
	NONE("pkg:npm/%00", "percent-encodes a character that a package URL must not hold");
	NONE("pkg:npm/a%2Fb/c", "percent-encodes a character that a package URL must not hold");
	NONE("pkg:npm/a@1%0A", "percent-encodes a character that a package URL must not hold");
	NONE("pkg:npm/%C3", "percent-encodes what is no UTF-8");
	NONE("pkg:npm/%ED%A0%80", "percent-encodes what is no UTF-8");
}

Test(purl, long_ones)
{
	struct help h;
	help_begin(&h);
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_text(&b, "pkg:npm/");
	buf_repeat(&b, 'a', 2001);
	none(buf_as_span(&b), "is too long for a package URL");
	buf_clear(&b);
	buf_text(&b, "pkg:npm/a?");
	for (int i = 0; i <= 32; i++)
		buf_printf(&b, "%sk%d=1", i ? "&" : "", i);
	none(buf_as_span(&b), "is no package URL");
	buf_fini(&b);
	help_end(&h);
}
