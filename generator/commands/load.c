#include "commands/load.h"

#include <fcntl.h>

#include "archive/beside.h"
#include "archive/formats.h"
#include "base/file.h"
#include "base/near.h"
#include "formats/security_txt.h"
#include "site/sources.h"
#include "trust/committers.h"
#include "trust/webkeys.h"

#define CONFIG_MOST ((size_t)1 << 20)

static size_t count_of(const char *const *list)
{
	size_t n = 0;
	while (list[n])
		n++;
	return n;
}

/* What the readers of an archive.yaml in the file system can match; NULL: none. */
static const char *const *read_folders(struct arena *a, const char *file)
{
	struct diags *unheard = diags_new();
	struct buf text;
	buf_init(&text, CONFIG_MOST);
	bool there = file_read(&text, AT_FDCWD, file, CONFIG_MOST, true, unheard);
	struct span own = span_make(arena_dup(a, text.data, text.length), text.length);
	const char *const *folders = there ? archive_reader_folders(a, own) : NULL;
	buf_fini(&text);
	diags_free(unheard);
	return folders;
}

/* What an archive may consist of, wherever it lies, and what is read beside it. What --config lacks, its readers tell; they, and those of
 * an archive in the root, may read any file. */
static const char *const *work_paths(struct loaded *l, const struct invocation *call)
{
	static const char *const others[] = {"archive", "filters", "themes", NULL}, *const none[] = {NULL};
	const char *root = arena_printf(l->arena, "%sarchive.yaml", repository_folder(l->repository, NULL));
	const char *const *folders = read_folders(l->arena, call->config ? call->config : root);
	if (folders && !*folders)
		return none;
	const char *const *const lists[] = {folders ? folders : none, call->config ? none : others, call->config ? none : archive_parts};
	const char **paths = arena_array(l->arena, count_of(lists[0]) + count_of(lists[1]) + count_of(lists[2]) + 1, sizeof(*paths));
	size_t count = 0;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for (const char *const *path = lists[i]; *path; path++)
			paths[count++] = *path;
	return paths;
}

bool load_head(struct loaded *l, const struct invocation *call, struct diags *d)
{
	*l = (struct loaded){.arena = arena_new()};
	if (!repository_open(&l->repository, call->repository, d))
		return false;
	if (call->config) {
		l->beside = arena_alloc(l->arena, sizeof(*l->beside));
		if (!archive_beside_read(l->beside, l->repository, call->config, l->arena, d))
			return false;
	}
	if (call->work_tree && repository_folder(l->repository, NULL))
		return repository_work_tree(&l->head, &l->uncommitted, l->repository, work_paths(l, call),
					    instant_now(), l->arena, d);
	return repository_resolve(&l->head, l->repository, call->revision ? call->revision : "HEAD", d);
}

/* Of a commit; the pool of the readers that were opened for it (NULL: it has none) stays in *readers. */
static bool origin_of(struct archive_from *out, struct reader_sources *readers, struct loaded *l, const struct oid *id,
		      const struct invocation *call, struct diags *d)
{
	struct commit commit;
	*readers = (struct reader_sources){.repository = l->repository, .arena = l->arena};
	if (!repository_commit(&commit, l->repository, id, l->arena, d))
		return false;
	*out = (struct archive_from){.tree = commit.tree, .beside = l->beside, .open_readers = sources_open_readers, .context = readers, .jobs = call->jobs};
	return true;
}

bool load_archive_of(struct archive *out, struct reader_pool **pool, struct loaded *l, const struct oid *id,
		     const struct invocation *call, struct diags *d)
{
	struct archive_from from;
	struct reader_sources readers;
	bool ok = origin_of(&from, &readers, l, id, call, d) && archive_load(out, l->repository, &from, l->arena, d);
	*pool = readers.pool;
	return ok;
}

bool load_config(struct loaded *l, const struct invocation *call, struct diags *d)
{
	struct archive_from from;
	struct reader_sources readers;
	bool ok = origin_of(&from, &readers, l, &l->head, call, d) && archive_load_config(&l->archive, l->repository, &from, l->arena, d);
	reader_pool_free(l->readers);
	l->readers = readers.pool;
	return ok;
}

bool load_archive(struct loaded *l, const struct invocation *call, struct diags *d)
{
	return load_head(l, call, d) && load_archive_of(&l->archive, &l->readers, l, &l->head, call, d);
}

bool load_archive_quietly(struct loaded *l, const struct invocation *call, struct diags *d)
{
	struct diags *unheard = diags_new();
	bool ok = load_archive(l, call, unheard);
	diags_free(unheard);
	if (ok)
		return true;
	load_free(l);
	return load_archive(l, call, d);
}

/* Beside an archive that fills the repository may lie what is none of it. */
static bool is_of_archive(const void *archive, const char *path)
{
	const struct archive *ar = archive;
	return archive_part(&ar->config, path) != PART_NONE;
}

void load_tell_uncommitted(const struct loaded *l, struct diags *d)
{
	const char *prefix = l->archive.prefix;
	struct uncommitted u = l->uncommitted;
	if (!u.count && prefix)
		repository_uncommitted(&u, l->repository, prefix, is_of_archive, &l->archive, l->arena);
	if (!u.count)
		return;
	struct buf names;
	buf_init(&names, 4000);
	for (size_t i = 0; i < u.count && i < UNCOMMITTED_NAMED; i++)
		buf_printf(&names, "%s%.200s", i ? ", " : "", u.paths[i]);
	diag(d, DIAG_UNCOMMITTED, (struct place){.path = prefix && *prefix ? prefix : "."},
	     u.count == 1 ? "commit it to have it published" : "commit them to have them published",
	     "%zu uncommitted file%s %s: %s%s", u.count, u.count == 1 ? " is" : "s are",
	     l->uncommitted.count ? "read as if committed" : "left out", names.data, u.count > UNCOMMITTED_NAMED ? ", …" : "");
	buf_fini(&names);
}

bool load_since(struct history *out, struct loaded *l, const struct invocation *call, const struct oid *base, struct diags *d)
{
	struct history_options options = {.drafts = call->drafts, .exercises = call->exercise, .now = instant_now(),
					  .jobs = call->jobs, .use_cache = !call->no_cache && !l->uncommitted.count, .base = base,
					  .uncommitted = l->uncommitted.count ? &l->head : NULL};
	return history_read(out, l->repository, &l->head, &l->archive, &options, l->arena, d);
}

bool load_history(struct loaded *l, const struct invocation *call, const struct oid *base, struct diags *d)
{
	return load_since(&l->history, l, call, base, d);
}

/* Who may publish is said by commits; beside --config, nothing can say it. */
static bool has_no_committers(const struct archive *ar, const struct invocation *call, struct diags *d)
{
	if (!ar->committer_count && !value_get(ar->config.root, "committers") && !call->trust_from)
		return true;
	diag(d, DIAG_CONFIG_COMMITTERS, (struct place){.path = ar->config.path},
	     "take out keys/committers/, `committers` and --trust-from; `git log --show-signature` shows who signed",
	     "with --config, commits are not checked for who may publish");
	return false;
}

bool load_provenance(struct site_options *out, struct loaded *l, const struct invocation *call, bool only_tell, struct diags *d)
{
	if (l->beside)
		return has_no_committers(&l->archive, call, d);
	struct committers_options options = {.trust_from = call->trust_from, .use_cache = !call->no_cache, .only_tell = only_tell || l->uncommitted.count,
					     .jobs = call->jobs};
	return committers_check(&out->provenance, l->repository, &l->head, &l->archive, &l->history, &options, l->arena, d);
}

/* What nobody asks for by an address of this host is in no directory. */
static void tell_no_webkeys(const struct archive *ar, const char *const *domains, struct diags *d)
{
	diag(d, DIAG_FORMAT_LACKS, (struct place){.path = ar->config.path}, "add a user ID with such an address to the key, or formats: {wkd: no}",
	     "no certificate has a mail address at %s%s%s: the site has no Web Key Directory", domains[0],
	     strcmp(domains[0], domains[1]) == 0 ? "" : " or ", strcmp(domains[0], domains[1]) == 0 ? "" : domains[1]);
}

static struct place place_of_security_txt(const struct config *c)
{
	const struct value *v = value_get(c->root, "security_txt");
	return (struct place){c->path, v->line, v->column};
}

static void tell_no_encryption(const struct config *c, struct diags *d)
{
	diag(d, DIAG_FORMAT_LACKS, place_of_security_txt(c),
	     "add a subkey for it where the primary key is (gpg --quick-add-key FINGERPRINT cv25519 encr 1y), or put the certificate of a "
	     "key that can do it into keys/",
	     "no certificate of the site can be encrypted to: security.txt has no Encryption");
}

/* What was good when the archive was changed last is named; the clock only warns. */
static void tell_expired(const struct config *c, const struct webkey_encrypting *key, struct diags *d)
{
	char time[INSTANT_SIZE];
	if (key->expires && key->expires <= instant_now())
		diag(d, DIAG_FORMAT_LACKS, place_of_security_txt(c),
		     "extend it where the primary key is (gpg --quick-set-expire), and import the certificate here",
		     "nothing can be encrypted to %s any more, which security.txt names: it expired at %s", key->fingerprint,
		     instant_format(time, key->expires));
}

/* Whether all is known that a signed site would have: check, which signs nothing, may lack the certificate of the key that will. */
static bool has_signing(const struct archive *ar)
{
	bool found = !ar->config.sign_key;
	for (size_t i = 0; !found && i < ar->certificate_count; i++)
		found = strstr(ar->certificates[i].path, ar->config.sign_key) != NULL;
	return found;
}

static void set_security_keys(struct site_options *out, struct loaded *l, const struct webkeys *keys, struct diags *d)
{
	const struct archive *ar = &l->archive;
	struct security_key *named = arena_array(l->arena, keys->encrypting_count + 1, sizeof(*named));
	for (size_t i = 0; i < keys->encrypting_count; i++) {
		const struct webkey_encrypting *key = &keys->encrypting[i];
		const char *path = key->path ? arena_printf(l->arena, "keys/%s", strrchr(key->path, '/') + 1)
					     : arena_printf(l->arena, "keys/%s.asc", out->fingerprint);
		named[i] = (struct security_key){key->fingerprint, path};
		tell_expired(&ar->config, key, d);
	}
	/* It may be meant so: a build that signs does not repeat what check tells. */
	if (!keys->encrypting_count && !out->certificate.length && has_signing(ar))
		tell_no_encryption(&ar->config, d);
	out->security_keys = named;
	out->security_key_count = keys->encrypting_count;
}

/* The key that signs comes first: its export takes the place of its file in keys/. */
static size_t list_sources(struct webkey_source **out, const struct site_options *options, struct loaded *l)
{
	const struct archive *ar = &l->archive;
	struct webkey_source *sources = arena_array(l->arena, ar->certificate_count + 1, sizeof(*sources));
	size_t count = 0;
	if (options->certificate.length)
		sources[count++] = (struct webkey_source){NULL, options->certificate};
	for (size_t i = 0; i < ar->certificate_count; i++)
		if (!options->fingerprint || !strstr(ar->certificates[i].path, options->fingerprint))
			sources[count++] = (struct webkey_source){ar->certificates[i].path, ar->certificates[i].bytes};
	*out = sources;
	return count;
}

bool load_webkeys(struct site_options *out, struct loaded *l, struct diags *d)
{
	const struct config *c = &l->archive.config;
	const struct history *h = &l->history;
	const char *domains[] = {webkey_domain(l->arena, c->base_url), webkey_domain(l->arena, value_text(c->publisher, "namespace"))};
	bool directory = config_format(c, "wkd"), security = format_made(c, CONFIG_SECURITY_TXT);
	instant latest = h->publication_count ? h->publications[h->publication_count - 1].time : 0;
	struct webkey_source *sources;
	struct webkeys keys;
	size_t count = list_sources(&sources, out, l);
	if (!count || (!directory && !security))
		return true;
	if (!webkeys_read(&keys, sources, count, domains, directory ? sizeof(domains) / sizeof(*domains) : 0, latest, l->arena, d))
		return false;
	if (directory && !keys.count)
		tell_no_webkeys(&l->archive, domains, d);
	if (security)
		set_security_keys(out, l, &keys, d);
	out->webkeys = keys.items;
	out->webkey_count = keys.count;
	return true;
}

bool load_site(struct loaded *l, const struct site_options *options, struct diags *d)
{
	l->scripts = scripts_new();
	return site_init(&l->site, l->repository, &l->head, &l->archive, &l->history, l->scripts, options, l->arena, d);
}

bool load_locales(const struct value ***out, struct loaded *l, const char *const *languages, size_t count, struct diags *d)
{
	l->scripts = scripts_new();
	if (!sources_load_locales(l->repository, &l->archive, l->scripts, l->arena, d))
		return false;
	struct script *script = script_new(l->scripts, d);
	bool ok = script != NULL;
	*out = arena_array(l->arena, count, sizeof(**out));
	for (size_t i = 0; ok && i < count; i++) {
		(*out)[i] = script_locale(script, languages[i], l->arena, d);
		ok = (*out)[i] != NULL;
	}
	script_free(script);
	return ok;
}

bool load_plan(struct loaded *l, struct diags *d)
{
	return site_plan(&l->plan, &l->site, l->arena, d);
}

#define NEAR_MOST 3

/* Up to three ids, the nearest first, joined; "" if none is near. Of equally near ones the first by byte. */
static const char *near_ids(struct loaded *l, const char *id)
{
	const char *found[NEAR_MOST], *joined = "";
	size_t far[NEAR_MOST], count = 0;
	for (size_t i = 0; i < l->history.advisory_count; i++) {
		const char *one = l->history.advisories[i].id;
		size_t distance = near_distance(id, one), k;
		if (distance > strlen(id) / 3 + 1 || (count == NEAR_MOST && distance >= far[count - 1]))
			continue;
		for (k = count < NEAR_MOST ? count++ : count - 1; k > 0 && far[k - 1] > distance; k--) {
			far[k] = far[k - 1];
			found[k] = found[k - 1];
		}
		far[k] = distance;
		found[k] = one;
	}
	for (size_t i = 0; i < count; i++)
		joined = arena_printf(l->arena, "%s%s%s", joined, i ? ", " : "near it: ", found[i]);
	return joined;
}

const struct advisory *load_advisory(struct loaded *l, const char *id, struct diags *d)
{
	const struct advisory *adv = history_find(&l->history, id);
	if (adv)
		return adv;
	const char *near = near_ids(l, id);
	diag(d, DIAG_ADVISORY_UNKNOWN, NO_PLACE,
	     *near ? near : "an id as in the file's name; what was never public is known with --drafts or --exercise only",
	     "no advisory \"%.80s\" was ever public", id);
	return NULL;
}

bool load_has_language(const struct loaded *l, const char *lang, struct diags *d)
{
	if (!lang || config_has_language(&l->archive.config, lang))
		return true;
	diag(d, DIAG_USAGE, NO_PLACE, "name one of languages in archive.yaml", "--lang: the archive has no language \"%.40s\"", lang);
	return false;
}

#define UNREADABLE_NAMED 10

void load_sum_unreadable(struct buf *out, const struct history *h)
{
	size_t n = h->unreadable_count;
	if (!n)
		return;
	buf_printf(out, "%zu past version%s could not be read, and %s no revision", n, n == 1 ? "" : "s", n == 1 ? "is" : "are");
	for (size_t i = 0; i < h->unreadable_ids && i < UNREADABLE_NAMED; i++)
		buf_printf(out, "%s%s", i ? ", " : ": `shirase log ID` tells why of ", h->unreadable[i].id);
	if (h->unreadable_ids > UNREADABLE_NAMED)
		buf_printf(out, " and %zu more", h->unreadable_ids - UNREADABLE_NAMED);
	buf_char(out, '\n');
}

void load_free(struct loaded *l)
{
	plan_fini(&l->plan);
	site_fini(&l->site);
	scripts_free(l->scripts);
	reader_pool_free(l->readers);
	repository_close(l->repository);
	arena_free(l->arena);
	*l = (struct loaded){0};
}
