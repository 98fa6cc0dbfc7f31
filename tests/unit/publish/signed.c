#include "publish/signed.h"

#include <criterion/criterion.h>

#include "trust/sums.h"

static void expect(const char *path, enum signed_form form, const char *signature)
{
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_expect_eq(signed_form_of(path), form, "%s", path);
	if (form != SIGNED_NOT) {
		signed_path(&out, path, form);
		cr_expect_str_eq(out.data, signature);
		cr_expect(sums_excluded(out.data), "%s", out.data);
	}
	buf_fini(&out);
}

Test(signed, texts_documents_and_security_txt_are)
{
	expect("text/EX-2026-0001.ja.txt", SIGNED_TEXT, "text/EX-2026-0001.ja.asc");
	expect(".well-known/csaf/white/2026/ex-2026-0001.json", SIGNED_DOCUMENT, ".well-known/csaf/white/2026/ex-2026-0001.json.asc");
	expect(".well-known/security.txt", SIGNED_IN_PLACE, ".well-known/security.txt");
	cr_expect_eq(signed_kind(SIGNED_TEXT), SIGN_CLEAR);
	cr_expect_eq(signed_kind(SIGNED_DOCUMENT), SIGN_DETACHED);
	cr_expect_eq(signed_kind(SIGNED_IN_PLACE), SIGN_CLEAR);
}

Test(signed, other_files_are_not)
{
	static const char *const paths[] = {
		"index.html", "archive.json", "text/EX-2026-0001.ja.asc", "security.txt", "ja/.well-known/security.txt",
		".well-known/csaf/provider-metadata.json", ".well-known/csaf/white/csaf-feed-tlp-white.json",
		".well-known/csaf/white/service.json", ".well-known/csaf/white/2026/x.json.sha256", ".well-known/csaf/white/2026/.json",
		".well-known/csaf/white/2026/x.json.asc", ".well-known/csaf/white/year/x.json", ".well-known/csaf/white/20266/x.json",
		".well-known/csaf//2026/x.json", ".well-known/csaf/2026/x.json", ".well-known/csaf/white/2026/more/x.json",
		".well-known/csaf/", ".well-known/csaf/white/2026/", "osv/x.json",
	};
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		expect(paths[i], SIGNED_NOT, NULL);
}
