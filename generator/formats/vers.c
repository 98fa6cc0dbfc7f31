/* Invariant: constraints stand in order of their versions, the lower bound first, and no version stands twice. */
#include "formats/vers.h"

#include "archive/version.h"

/* What VERS gives a meaning, and what is no visible ASCII, is percent-encoded. */
static void add_version(struct buf *out, const char *version)
{
	for (const char *p = version; *p; p++) {
		bool plain = (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || strchr(".-_~:+", *p);
		if (plain)
			buf_char(out, *p);
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)*p);
	}
}

static void add_constraint(struct buf *out, const char *sign, const char *version)
{
	if (!version)
		return;
	if (out->length && out->data[out->length - 1] != '/')
		buf_char(out, '|');
	buf_text(out, sign);
	add_version(out, version);
}

bool vers_add(struct buf *out, const char *scheme, const struct value *range)
{
	const char *eq = value_text(range, "eq"), *ge = value_text(range, "ge"), *gt = value_text(range, "gt"),
		   *le = value_text(range, "le"), *lt = value_text(range, "lt");
	if (value_get(range, "all")) {
		buf_text(out, "vers:all/*");
		return true;
	}
	const char *low = ge ? ge : gt, *high = le ? le : lt;
	if (ge && le && strcmp(ge, le) == 0) {
		eq = ge;
		ge = le = NULL;
	} else if (low && high && strcmp(low, high) == 0) {
		return false;
	}
	if ((!eq && !low && !high) || (eq && !*eq) || (low && !*low) || (high && !*high))
		return false;
	/* Constraints are told apart from what stood before by a buffer of their own. */
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	buf_printf(&b, "vers:%s/", scheme && version_scheme(scheme) != VERSION_GENERIC ? scheme : "generic");
	add_constraint(&b, "", eq);
	add_constraint(&b, ">=", ge);
	add_constraint(&b, ">", gt);
	add_constraint(&b, "<=", le);
	add_constraint(&b, "<", lt);
	buf_span(out, buf_as_span(&b));
	buf_fini(&b);
	return true;
}
