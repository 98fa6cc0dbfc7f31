/* Invariant: a state without a policy is one whose tree has no certificate in keys/committers/ beside an archive.yaml.
 * Where a tree has two archives the one counts that lies where HEAD's does: whoever made it was judged by what stood before. */
#include "trust/trusting.h"

#include "archive/archive.h"
#include "base/pool.h"

#define FOLDER "keys/committers"
#define CONFIG_MAX ((size_t)1 << 20)

static const char *const prefixes[] = {"archive", ""};

static const char *join(struct arena *a, const char *prefix, const char *name)
{
	return arena_printf(a, "%s%s%s", prefix, *prefix ? "/" : "", name);
}

static bool look(struct seen *out, struct trusting *t, const struct oid *tree, const char *prefix, const char *name,
		 struct arena *a)
{
	return repository_look(out, t->repository, tree, join(a, prefix, name), t->diags);
}

static bool look_at_parts(struct state *s, struct trusting *t, const struct oid *tree, struct arena *a)
{
	const char *prefix = t->archive->prefix;
	for (size_t i = 0; i < DRESS_PARTS; i++)
		if (!look(&s->dress[i], t, tree, "", dress_parts[i], a))
			return false;
	if (*prefix || t->archive->config.readers.count)
		return repository_look(&s->parts[0], t->repository, tree, prefix, t->diags);
	for (size_t i = 0; archive_parts[i]; i++)
		if (!look(&s->parts[i], t, tree, "", archive_parts[i], a))
			return false;
	return true;
}

/* First where HEAD has it, then in the other place. */
bool admission_find(struct state *s, struct trusting *t, const struct oid *tree, struct arena *a)
{
	for (size_t pass = 0; pass < 2 && !s->prefix; pass++)
		for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
			if ((strcmp(prefixes[i], t->archive->prefix) == 0) != (pass == 0))
				continue;
			if (!look(&s->yaml, t, tree, prefixes[i], "archive.yaml", a))
				return false;
			if (s->yaml.kind == SEEN_FILE)
				s->prefix = prefixes[i];
		}
	return !s->prefix || look(&s->folder, t, tree, s->prefix, FOLDER, a);
}

static void read_state(void *context, unsigned worker, size_t index)
{
	struct trusting *t = context;
	struct arena *a = arena_new();
	(void)worker;
	if (!look_at_parts(&t->states[index], t, &t->chain.commits[index].tree, a) ||
	    !admission_find(&t->states[index], t, &t->chain.commits[index].tree, a))
		atomic_store(&t->failed, true);
	arena_free(a);
}

static size_t file_of(struct trusting *t, struct map *places, const struct tree_file *f)
{
	size_t place;
	if (map_find(places, oid_key(&f->blob), &place))
		return place;
	t->files = arena_grow(t->arena, t->files, t->file_count, &t->file_capacity, sizeof(*t->files));
	t->files[t->file_count] = (struct ring_file){.path = f->path, .blob = f->blob};
	map_put(places, span_make(arena_dup(t->arena, (const char *)f->blob.bytes, sizeof(f->blob.bytes)), sizeof(f->blob.bytes)),
		t->file_count);
	return t->file_count++;
}

static bool is_certificate(const struct tree_file *f, const char *folder)
{
	const char *name = f->path + strlen(folder) + 1;
	return f->kind == ENTRY_FILE && !strchr(name, '/') && span_ends(span_of(name), ".asc");
}

static bool read_files(struct policy *p, struct trusting *t, struct map *places, const struct oid *tree)
{
	const char *folder = join(t->arena, p->prefix, FOLDER);
	struct listing list;
	if (!repository_list(&list, t->repository, tree, folder, t->arena, t->diags))
		return false;
	p->files = arena_array(t->arena, list.count, sizeof(*p->files));
	for (size_t i = 0; i < list.count; i++) {
		const struct tree_file *f = &list.files[i];
		if (is_certificate(f, folder))
			p->files[p->file_count++] = (struct admitted_file){f->path, file_of(t, places, f)};
	}
	return true;
}

static bool read_config(struct policy *p, struct trusting *t, const struct oid *yaml)
{
	struct config c;
	struct span text;
	if (repository_blob_size(t->repository, yaml, NULL) > CONFIG_MAX)
		text = SPAN_LITERAL("");
	else if (!repository_blob(&text, t->repository, yaml, t->arena, t->diags))
		return false;
	config_parse_past(&c, t->arena, text, "archive.yaml");
	p->require = !c.committers_show;
	p->platforms = c.platforms;
	p->platform_count = c.platform_count;
	return true;
}

/* *out is NULL if there is no certificate. */
static bool read_policy(struct policy **out, struct trusting *t, struct map *places, const struct state *s,
			const struct oid *tree)
{
	struct policy *p = arena_alloc(t->arena, sizeof(*p));
	*p = (struct policy){.prefix = s->prefix, .folder = s->folder};
	if (!read_files(p, t, places, tree) || (p->file_count && !read_config(p, t, &s->yaml.id)))
		return false;
	*out = p->file_count ? p : NULL;
	return true;
}

/* Commits with the same folder and archive.yaml in the same place share a policy. */
static struct span policy_key(const struct state *s, struct arena *a)
{
	struct {
		struct oid folder, yaml;
		bool root;
	} key;
	memset(&key, 0, sizeof(key));
	key.folder = s->folder.id;
	key.yaml = s->yaml.id;
	key.root = !*s->prefix;
	return span_make(arena_dup(a, (const char *)&key, sizeof(key)), sizeof(key));
}

static bool set_policies(struct trusting *t)
{
	struct map *seen = map_new(), *places = map_new();
	bool ok = true;
	for (size_t i = 0; i < t->chain.count && ok; i++) {
		struct state *s = &t->states[i];
		size_t place;
		if (!s->prefix || s->folder.kind != SEEN_FOLDER)
			continue;
		struct span key = policy_key(s, t->arena);
		if (!map_find(seen, key, &place)) {
			place = t->policy_count;
			t->policies = arena_grow(t->arena, t->policies, place, &t->policy_capacity, sizeof(*t->policies));
			ok = read_policy(&t->policies[place], t, places, s, &t->chain.commits[i].tree);
			t->policy_count++;
			map_put(seen, key, place);
		}
		s->policy = t->policies[place];
	}
	map_free(places);
	map_free(seen);
	return ok;
}

bool admission_read(struct trusting *t, const struct oid *head)
{
	if (!repository_chain(&t->chain, t->repository, head, t->arena, t->diags))
		return false;
	t->states = arena_array(t->arena, t->chain.count, sizeof(*t->states));
	pool_run(t->chain.count, t->options->jobs, read_state, t);
	return !atomic_load(&t->failed) && set_policies(t);
}

bool policy_equal(const struct policy *x, const struct policy *y)
{
	if (!x || !y)
		return x == y;
	if (!seen_equal(&x->folder, &y->folder) || x->require != y->require || x->platform_count != y->platform_count)
		return false;
	for (size_t i = 0; i < x->platform_count; i++)
		if (strcmp(x->platforms[i], y->platforms[i]) != 0)
			return false;
	return true;
}
