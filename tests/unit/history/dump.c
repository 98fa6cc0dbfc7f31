#include "unit/history/dump.h"

#include <criterion/criterion.h>
#include <inttypes.h>

static void add_oid(struct buf *out, const struct oid *id)
{
	char hex[OID_HEX];
	buf_printf(out, " %s", oid_hex(hex, id));
}

static void add_text(struct buf *out, const char *text)
{
	buf_printf(out, text ? " \"%s\"" : " -", text);
}

static void add_publication(struct buf *out, const struct publication *p)
{
	if (p)
		buf_printf(out, " #%u", p->serial);
}

static void add_notes(struct buf *out, const struct note *notes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		add_text(out, notes[i].lang);
		add_text(out, notes[i].text);
	}
}

static void add_version(struct buf *out, const struct version_ref *v)
{
	add_text(out, v->path);
	add_text(out, v->lang);
	add_oid(out, &v->blob);
}

static void add_files(struct buf *out, const struct attachment *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		add_text(out, items[i].name);
		add_oid(out, &items[i].blob);
	}
}

static void add_event(struct buf *out, const struct event *e)
{
	buf_text(out, "\n event");
	add_publication(out, e->at);
	buf_printf(out, " %s class %d translation %d revision %u correction %d standing %u why %d said %d", e->lang, (int)e->class,
		   e->translation, e->revision, e->correction, e->standing, (int)e->why, e->said_editorial);
	for (size_t i = 0; i < e->changed_count; i++)
		add_text(out, e->changed[i]);
	add_notes(out, e->notes, e->note_count);
	add_text(out, e->reason);
	add_text(out, e->replaced_by);
	add_text(out, e->said_reason);
	for (size_t i = 0; i < e->slip_count; i++) {
		add_oid(out, &e->slips[i].commit);
		buf_printf(out, " slip %d", (int)e->slips[i].kind);
		add_text(out, e->slips[i].key);
		add_text(out, e->slips[i].value);
		add_text(out, e->slips[i].meant);
	}
	add_version(out, &e->before);
	add_version(out, &e->after);
	add_version(out, &e->facts_before);
	add_version(out, &e->facts_after);
	add_files(out, e->files_before.items, e->files_before.count);
	add_files(out, e->files_after.items, e->files_after.count);
	for (size_t i = 0; i < e->title_count; i++) {
		add_text(out, e->titles[i].lang);
		add_text(out, e->titles[i].title);
		add_oid(out, &e->titles[i].blob);
	}
	buf_printf(out, " exercise %d", e->exercise);
}

static void add_texts(struct buf *out, const struct text *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct text *t = &texts[i];
		buf_text(out, "\n text");
		add_text(out, t->lang);
		add_text(out, t->title);
		add_text(out, t->path);
		add_oid(out, &t->blob);
		add_publication(out, t->at);
		buf_printf(out, " reflects %u current %d updated %" PRId64, t->reflects, t->current, t->updated);
	}
}

static void add_revision(struct buf *out, const struct revision *r)
{
	buf_printf(out, "\n revision %u", r->number);
	add_publication(out, r->at);
	add_publication(out, r->last);
	add_text(out, r->source);
	buf_printf(out, " redacted %d", r->redacted);
	add_texts(out, r->texts, r->text_count);
	add_files(out, r->attachments, r->attachment_count);
}

static void add_advisory(struct buf *out, const struct advisory *a)
{
	buf_printf(out, "\n%s %s published %" PRId64 " before %d updated %" PRId64 " revision %u\n ", a->id, a->source, a->published,
		   a->published_before, a->updated, a->revision);
	value_canonical(out, a->facts);
	buf_text(out, "\n withdrawal");
	add_publication(out, a->withdrawal.at);
	add_text(out, a->withdrawal.reason);
	add_text(out, a->withdrawal.replaced_by);
	add_notes(out, a->withdrawal.notes, a->withdrawal.note_count);
	buf_printf(out, " deletion %d", a->withdrawal.by_deletion);
	add_texts(out, a->texts, a->text_count);
	add_files(out, a->attachments, a->attachment_count);
	for (size_t i = 0; i < a->former_count; i++) {
		const struct former *f = &a->formers[i];
		buf_printf(out, "\n former r%u r%u redacted %d", f->first, f->last, f->redacted);
		add_publication(out, f->from);
		add_publication(out, f->until);
		value_canonical(out, f->facts);
	}
	for (size_t i = 0; i < a->revision_count; i++)
		add_revision(out, &a->revisions[i]);
	for (size_t i = 0; i < a->event_count; i++)
		add_event(out, &a->events[i]);
	for (size_t i = 0; i < a->quiet_count; i++) {
		buf_printf(out, "\n quiet %d", (int)a->quiets[i].why);
		add_publication(out, a->quiets[i].at);
		add_text(out, a->quiets[i].lang);
		add_text(out, a->quiets[i].path);
		add_text(out, a->quiets[i].reason);
	}
}

void dump_history(struct buf *out, const struct history *h)
{
	buf_printf(out, "base %zu", h->base_count);
	add_oid(out, &h->base);
	buf_printf(out, " virtual %d\n", h->virtual_merge);
	for (size_t i = 0; i < h->publication_count; i++) {
		const struct publication *p = &h->publications[i];
		add_publication(out, p);
		buf_printf(out, " %" PRId64, p->time);
		add_oid(out, &p->commit);
		add_oid(out, &p->tree);
	}
	buf_text(out, "configured");
	for (size_t i = 0; i < h->configured_count; i++)
		add_publication(out, h->configured[i]);
	buf_text(out, "\n");
	for (size_t i = 0; i < h->advisory_count; i++)
		add_advisory(out, &h->advisories[i]);
	cr_assert(!out->overflow);
}
