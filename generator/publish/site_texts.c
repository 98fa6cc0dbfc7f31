/* Invariant: nothing is taken from a text or a page but what stands at its head. */
#include "publish/site.h"

#include <inttypes.h>

static bool head_fault(struct site *s, const struct site_text *t, const char *name, struct span is,
		       const char *wanted)
{
	int length = is.length > 200 ? 200 : (int)is.length;
	return site_fault(s, DIAG_SITE_HEAD, t->text_path, NULL,
			  "its head says \"%s: %.*s\", but archive.json \"%s\"", name, length, is.data,
			  wanted);
}

/* Takes the line "<name>: <value>" off *rest. */
static bool take_field(struct site *s, const struct site_text *t, struct span *rest, const char *name,
		       struct span *value)
{
	struct span line;
	size_t n = strlen(name);
	if (!span_next_line(rest, &line) || !span_starts(line, name) || line.length < n + 2 ||
	    line.data[n] != ':' || line.data[n + 1] != ' ')
		return site_fault(s, DIAG_SITE_HEAD, t->text_path, NULL,
				  "its head lacks the line \"%s\" where it belongs", name);
	*value = span_after(line, n + 2);
	return true;
}

static bool check_field(struct site *s, const struct site_text *t, struct span *rest, const char *name,
			const char *wanted)
{
	struct span value = {0};
	if (!take_field(s, t, rest, name, &value))
		return false;
	return span_is(value, wanted) || head_fault(s, t, name, value, wanted);
}

static bool check_number(struct site *s, const struct site_text *t, struct span *rest, const char *name,
			 int64_t wanted)
{
	char text[24];
	snprintf(text, sizeof(text), "%" PRId64, wanted);
	return check_field(s, t, rest, name, text);
}

static bool check_time(struct site *s, const struct site_text *t, struct span *rest)
{
	struct span value = {0};
	instant ignored;
	if (!take_field(s, t, rest, "Updated", &value))
		return false;
	return instant_parse(&ignored, value) ||
	       site_fault(s, DIAG_SITE_HEAD, t->text_path, NULL, "the time in its head is none");
}

/* The advisory's permanent address; "index.html" may be left to the server. */
static bool check_url(struct site *s, const struct site_text *t, struct span *rest)
{
	struct span value = {0};
	if (!take_field(s, t, rest, "URL", &value))
		return false;
	struct buf wanted;
	buf_init(&wanted, BUF_LIMIT_DEFAULT);
	buf_printf(&wanted, "%s%s", s->base_url, t->page_path);
	bool ok = span_is(value, wanted.data);
	if (!ok) {
		buf_truncate(&wanted, wanted.length - strlen("index.html"));
		ok = span_is(value, wanted.data) || head_fault(s, t, "URL", value, wanted.data);
	}
	buf_fini(&wanted);
	return ok;
}

/* The lines up to the empty one: what must be said of an exercise and a withdrawn one is said, of others not. */
static bool check_warnings(struct site *s, const struct site_text *t, struct span *rest)
{
	bool withdrawn = false, exercise = false;
	struct span line;
	while (span_next_line(rest, &line) && line.length) {
		withdrawn = withdrawn || span_starts(line, "WITHDRAWN: ");
		exercise = exercise || span_starts(line, "EXERCISE: ");
	}
	if (withdrawn == (strcmp(t->state, "withdrawn") == 0) && exercise == t->exercise)
		return true;
	return site_fault(s, DIAG_SITE_HEAD, t->text_path, NULL,
			  "its head and archive.json differ on whether it is withdrawn, or an exercise");
}

bool site_check_head(struct site *s, const struct site_text *t, struct span text)
{
	return check_field(s, t, &text, "Advisory", t->id) &&
	       check_field(s, t, &text, "Language", t->language) &&
	       check_number(s, t, &text, "Revision", t->revision) &&
	       check_field(s, t, &text, "Status", t->state) && check_time(s, t, &text) &&
	       check_field(s, t, &text, "Commit", t->commit) &&
	       check_number(s, t, &text, "Serial", t->serial) && check_url(s, t, &text) &&
	       check_warnings(s, t, &text);
}

/* The content of the one <meta name="..."> of this name; false if there is none, or several. */
static bool find_meta(struct span *out, struct span head, const char *name)
{
	char opening[80];
	int n = snprintf(opening, sizeof(opening), "<meta name=\"%s\" content=\"", name);
	const char *at = memmem(head.data, head.length, opening, (size_t)n);
	if (!at)
		return false;
	struct span rest = span_after(head, (size_t)(at - head.data) + (size_t)n);
	const char *quote = rest.length ? memchr(rest.data, '"', rest.length) : NULL;
	if (!quote || memmem(rest.data, rest.length, opening, (size_t)n))
		return false;
	*out = span_make(rest.data, (size_t)(quote - rest.data));
	return true;
}

static bool check_meta(struct site *s, const char *path, struct span head, const char *name,
		       const char *wanted)
{
	struct span value = {0};
	if (!find_meta(&value, head, name))
		return site_fault(s, DIAG_SITE_PAGE, path, NULL, "this page does not say its %s exactly once",
				  name);
	if (span_is(value, wanted))
		return true;
	int length = value.length > 200 ? 200 : (int)value.length;
	return site_fault(s, DIAG_SITE_PAGE, path, NULL, "this page says %s %.*s, but archive.json %s", name,
			  length, value.data, wanted);
}

bool site_check_page(struct site *s, const char *path, struct span page, const char *commit, int64_t serial)
{
	const char *end = page.length ? memmem(page.data, page.length, "</head>", strlen("</head>")) : NULL;
	struct span head = span_make(page.data, end ? (size_t)(end - page.data) : 0);
	char number[24];
	snprintf(number, sizeof(number), "%" PRId64, serial);
	bool agrees = check_meta(s, path, head, "shirase:commit", commit);
	return check_meta(s, path, head, "shirase:serial", number) && agrees;
}
