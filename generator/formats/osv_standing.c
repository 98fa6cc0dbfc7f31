/* Invariant: what is told depends on the history alone. A record that once was public is never OSV_NONE again; one that nobody ever saw,
 * as it was redacted from the beginning, is. */
#include "formats/osv_standing.h"

#include "formats/osv_affected.h"

static const struct former *last_former(const struct advisory *adv)
{
	for (size_t i = adv->former_count; i-- > 0;) {
		const struct former *f = &adv->formers[i];
		if (osv_affected_any(f->facts, false) && advisory_was_shown(adv, f->first, f->last))
			return f;
	}
	return NULL;
}

static instant earlier(instant a, instant b)
{
	return a < b ? a : b;
}

static struct osv_standing standing_of_former(const struct advisory *adv, const struct former *f)
{
	struct osv_standing s = {.state = f->redacted ? OSV_REDACTED : OSV_DROPPED, .withdrawn = f->until->time, .former = f};
	if (adv->withdrawal.reason)
		s.withdrawn = earlier(s.withdrawn, adv->withdrawal.at->time);
	return s;
}

/* Of one that is redacted now, and not withdrawn. */
static struct osv_standing standing_of_redacted(const struct advisory *adv, bool now, const struct former *f)
{
	unsigned since;
	advisory_since(adv, &since);
	const struct publication *at = advisory_redacted_at(adv, adv->revision);
	struct osv_standing s = {.state = OSV_REDACTED};
	if (now && advisory_was_shown(adv, since, adv->revision))
		s.withdrawn = at ? at->time : adv->revisions[adv->revision - 1].at->time;
	else if (f)
		s.withdrawn = f->until->time;
	else
		s.state = OSV_NONE;
	return s;
}

struct osv_standing osv_standing_of(const struct advisory *adv)
{
	bool withdrawn = adv->withdrawal.reason, now = osv_affected_any(adv->facts, false);
	const struct former *f = now && !advisory_is_redacted(adv) ? NULL : last_former(adv);
	if (advisory_is_redacted(adv) && !withdrawn)
		return standing_of_redacted(adv, now, f);
	if (!now && f)
		return standing_of_former(adv, f);
	if (withdrawn && (now || osv_affected_any(adv->facts, true)))
		return (struct osv_standing){.state = OSV_WITHDRAWN, .withdrawn = adv->withdrawal.at->time};
	return (struct osv_standing){.state = now ? OSV_STANDS : OSV_NONE};
}
