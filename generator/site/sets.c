/* Files that hold something of all advisories: osv/all.zip, osv/modified_id.csv, indicators.csv. Invariant: all.zip is written in
 * the last phase, when the groups have kept every record. */
#include "formats/indicators.h"
#include "formats/osv.h"
#include "formats/osv_zip.h"
#include "site/pages.h"
#include "site/records.h"

bool write_osv_zip(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	return osv_store_zip(out, w->site->osv, w->diags);
}

bool write_osv_modified(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	const struct site *s = w->site;
	struct osv_item *items = arena_array(w->arena, s->history->advisory_count, sizeof(*items));
	size_t count = 0;
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		const struct advisory *adv = &s->history->advisories[i];
		for (size_t k = 0; k < s->records[i].count; k++)
			if (s->records[i].items[k].format == RECORD_OSV)
				items[count++] = (struct osv_item){osv_id(w->arena, s->config, adv->id), osv_modified(adv)};
	}
	osv_modified_csv(out, items, count);
	return true;
}

bool write_indicators(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	indicators_write(out, w->site->config, w->site->history, w->site->losses);
	return true;
}
