/* archive.json; changes.json and its pieces. Invariant: the digest of a piece is set by the one group that writes it, and read by
 * the index, which is written after all of them. */
#include "formats/changes_json.h"
#include "site/pages.h"

static struct archive_json input(const struct site *s)
{
	return (struct archive_json){.security_txt = s->security_txt,
				     .config = s->config, .history = s->history, .head = &s->head,
				     .generator = "shirase " VERSION, .rewrites = s->options->rewrites,
				     .config_sha256 = s->archive->config_sha256,
				     .text_digest = site_text_digest_of, .context = s,
				     .is_signed = !s->options->is_unsigned, .records = s->records};
}

bool write_archive_json(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	struct archive_json in = input(w->site);
	return archive_json_write(out, &in, w->diags);
}

bool write_changes_events(struct worker *w, const struct output *o, struct buf *out)
{
	struct archive_json in = input(w->site);
	return changes_events_write(out, &in, &w->site->changes->events.items[o->number], w->diags);
}

bool write_changes_advisories(struct worker *w, const struct output *o, struct buf *out)
{
	struct archive_json in = input(w->site);
	return changes_advisories_write(out, &in, &w->site->changes->advisories.items[o->number], w->diags);
}

bool write_changes_json(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	struct archive_json in = input(w->site);
	return changes_index_write(out, &in, w->site->changes, w->diags);
}
