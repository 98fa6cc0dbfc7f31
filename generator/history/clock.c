/* Invariant: the times of publications never run backwards, whatever clocks
 * did; no time is more than ten minutes ahead of the builder's clock. */
#include "history/timeline.h"

#define AHEAD (10 * 60)

instant clock_time(struct timeline *t, const struct commit *c, instant before)
{
	char hex[OID_HEX], when[INSTANT_SIZE];
	instant time = c->time, given;
	const struct value *v = config_time(&t->archive->config, oid_hex(hex, &c->id));
	if (v && value_as_text(v) && instant_parse(&given, span_of(v->text)))
		time = given;
	if (time > t->options->now + AHEAD) {
		struct place at = {0};
		if (v)
			at = (struct place){t->archive->config.path, v->line, v->column};
		diag(t->diags, DIAG_CLOCK_AHEAD, at,
		     v ? "give the true time"
		       : "set this machine's clock, or tell the commit's true time in archive.yaml: "
			 "times: {COMMIT: 2026-01-01T00:00:00Z}",
		     "the time of commit %s, %s, is more than ten minutes ahead of this machine's clock", hex,
		     instant_format(when, time));
	}
	return time < before ? before : time;
}

instant clock_untold(const struct commit *c, instant before)
{
	return before > c->time && before <= c->time + CLOCK_WRONG_MOST ? before : c->time;
}

void clock_check_times(struct timeline *t, const struct chain *chain)
{
	const struct value *times = t->archive->config.times;
	for (size_t i = 0; times && times->kind == VALUE_MAP && i < times->count; i++) {
		size_t found = 0;
		for (size_t k = 0; k < chain->count && found < 2; k++) {
			char hex[OID_HEX];
			found += span_starts(span_of(oid_hex(hex, &chain->commits[k].id)), times->keys[i].text);
		}
		if (found != 1)
			diag(t->diags, DIAG_TIMES_COMMIT,
			     (struct place){t->archive->config.path, times->keys[i].line, times->keys[i].column},
			     "`git log --first-parent` lists them; give all digits",
			     found ? "several commits begin with %s" : "%s is no commit of the first-parent history",
			     times->keys[i].text);
	}
}
