/* Publications that changed archive.yaml in a way that shows in records.
 *
 * Invariant: a state of the file is read once, and only where a publication changed its bytes; what cannot be read as a
 * configuration differs from everything. */
#include "archive/config_records.h"
#include "history/timeline.h"

/* An archive.yaml as some publication left it; no root: there is none that can be read. */
static bool read_config(struct config *out, const struct timeline *t, const struct oid *blob, struct arena *a)
{
	struct span text;
	*out = (struct config){0};
	if (oid_is_zero(blob))
		return true;
	if (!repository_file(&text, t->repository, t->archive->config.path, blob, a, t->diags))
		return false;
	config_parse_past(out, a, text, t->archive->config.path);
	return true;
}

bool configured_find(struct history *out, struct timeline *t)
{
	struct arena *arenas[2] = {arena_new(), arena_new()};
	struct config configs[2] = {{0}, {0}}; /* before, and after: turn by turn */
	unsigned now = 0;
	size_t capacity = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < t->publication_count; i++) {
		if (!t->links[i].configured)
			continue;
		now ^= 1;
		arena_reset(arenas[now]);
		ok = read_config(&configs[now], t, &t->links[i].config, arenas[now]);
		if (!ok || config_records_same(&configs[now ^ 1], &configs[now]))
			continue;
		out->configured = arena_grow(t->result, out->configured, out->configured_count, &capacity, sizeof(*out->configured));
		out->configured[out->configured_count++] = &t->publications[i];
	}
	arena_free(arenas[0]);
	arena_free(arenas[1]);
	return ok;
}
