/* Templates to Lua. Invariant: each line feed of the template gives one of the
 * chunk, in order, so that Lua's line numbers are the template's. Comments of
 * code become blanks; "%>" inside a string or a comment in brackets ends no tag. */
#include "script/worker.h"

struct scanner {
	const char *at, *end;
	unsigned line;
	struct buf *out;
};

static bool looking_at(const struct scanner *s, const char *text)
{
	size_t n = strlen(text);
	return (size_t)(s->end - s->at) >= n && memcmp(s->at, text, n) == 0;
}

static void copy(struct scanner *s, bool blank)
{
	if (*s->at == '\n')
		s->line++;
	if (!blank || *s->at == '\n')
		buf_char(s->out, *s->at);
	s->at++;
}

/* The level of a long bracket that opens here ("[[" is 0), or -1. */
static int bracket_level(const struct scanner *s, char bracket)
{
	const char *p = s->at;
	if (p >= s->end || *p++ != bracket)
		return -1;
	int level = 0;
	while (p < s->end && *p == '=') {
		level++;
		p++;
	}
	return p < s->end && *p == bracket ? level : -1;
}

static void long_bracket(struct scanner *s, int level, bool blank)
{
	for (int i = 0; i < level + 2; i++)
		copy(s, blank);
	while (s->at < s->end && bracket_level(s, ']') != level)
		copy(s, blank);
	for (int i = 0; i < level + 2 && s->at < s->end; i++)
		copy(s, blank);
}

static void quoted(struct scanner *s)
{
	char quote = *s->at;
	copy(s, false);
	while (s->at < s->end && *s->at != quote && *s->at != '\n') {
		if (*s->at == '\\' && s->at + 1 < s->end)
			copy(s, false);
		copy(s, false);
	}
	if (s->at < s->end)
		copy(s, false);
}

static void comment(struct scanner *s)
{
	s->at += 2;
	int level = bracket_level(s, '[');
	if (level >= 0)
		long_bracket(s, level, true);
	else
		while (s->at < s->end && *s->at != '\n' && !looking_at(s, "%>"))
			s->at++;
	buf_char(s->out, ' ');
}

/* Copies Lua up to "%>"; false if there is none. */
static bool code(struct scanner *s)
{
	while (s->at < s->end && !looking_at(s, "%>")) {
		int level;
		if (*s->at == '"' || *s->at == '\'')
			quoted(s);
		else if (looking_at(s, "--"))
			comment(s);
		else if ((level = bracket_level(s, '[')) >= 0)
			long_bracket(s, level, false);
		else
			copy(s, false);
	}
	if (s->at >= s->end)
		return false;
	s->at += 2;
	return true;
}

static void text_byte(struct scanner *s)
{
	char c = *s->at;
	if (c == '\n' || c == '"' || c == '\\')
		buf_char(s->out, '\\');
	if (c == '\r')
		buf_text(s->out, "\\r");
	else if (c == '\0')
		buf_text(s->out, "\\000");
	else
		buf_char(s->out, c);
	s->line += c == '\n';
	s->at++;
}

/* Text up to the next tag as a string. */
static void literal(struct scanner *s)
{
	buf_char(s->out, '"');
	while (s->at < s->end) {
		if (looking_at(s, "<%%")) {
			buf_text(s->out, "<%");
			s->at += 3;
		} else if (looking_at(s, "<%")) {
			break;
		} else {
			text_byte(s);
		}
	}
	buf_char(s->out, '"');
}

/* What an expression gives and the text behind it make one call: calls are what a template costs. */
static bool tag(struct scanner *s)
{
	s->at += 2;
	char kind = s->at < s->end ? *s->at : '\0';
	bool expression = kind == '=' || kind == '-';
	buf_text(s->out, kind == '=' ? "__show(" : kind == '-' ? "__raw(" : " ");
	s->at += expression;
	if (!code(s))
		return false;
	if (expression) {
		buf_char(s->out, ',');
		literal(s);
		buf_text(s->out, ");");
		return true;
	}
	buf_char(s->out, ' ');
	if (s->at < s->end && *s->at == '\n')
		copy(s, false);
	return true;
}

bool template_compile(struct buf *out, struct span source, unsigned *line, const char **why)
{
	struct scanner s = {source.data, source.data + source.length, 1, out};
	buf_text(out, "local _ENV,__text,__show,__raw=...;");
	while (s.at < s.end) {
		unsigned opened = s.line;
		if (!looking_at(&s, "<%") || looking_at(&s, "<%%")) {
			buf_text(out, "__text");
			literal(&s);
			buf_char(out, ';');
		} else if (!tag(&s)) {
			*line = opened;
			*why = "the tag that opens here with \"<%\" is not closed by \"%>\"";
			return false;
		}
	}
	return true;
}
