/* Outputs that are bytes as they are. */
#include "site/pages.h"

bool write_static(struct worker *w, const struct output *o, struct buf *out)
{
	(void)w;
	buf_span(out, ((const struct static_file *)o->subject)->bytes);
	return true;
}

bool write_attachment(struct worker *w, const struct output *o, struct buf *out)
{
	const struct attachment *file = o->subject;
	struct span bytes;
	if (!repository_blob(&bytes, w->site->repository, &file->blob, w->arena, w->diags))
		return false;
	buf_span(out, bytes);
	return true;
}

bool write_certificate(struct worker *w, const struct output *o, struct buf *out)
{
	(void)w;
	buf_span(out, ((const struct archive_certificate *)o->subject)->bytes);
	return true;
}

bool write_signing_certificate(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	buf_span(out, w->site->options->certificate);
	return true;
}

bool write_nothing(struct worker *w, const struct output *o, struct buf *out)
{
	(void)w;
	(void)o;
	(void)out;
	return true;
}
