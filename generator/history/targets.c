#include "history/targets.h"

#include "archive/document.h"
#include "document/address.h"

/* "EX-2026-0003/figure.png" if file lies in a folder of the id's name; NULL otherwise. */
static const char *own_file(const char *file, const char *id)
{
	size_t n = strlen(id);
	for (const char *at = strstr(file, id); at; at = strstr(at + 1, id))
		if ((at == file || at[-1] == '/') && at[n] == '/')
			return at;
	return NULL;
}

static const char *settled(struct arena *a, const char *url, const char *path, const char *own_id, const struct config *config)
{
	const char *file = address_file(a, path, url), *id, *lang;
	if (!file)
		return url;
	const char *own = own_id ? own_file(file, own_id) : NULL;
	if (own)
		file = own;
	else if (document_identify(&id, &lang, a, config, file))
		file = arena_printf(a, "%s.%s.md", id, lang);
	return arena_printf(a, "%s%s", file, url + strcspn(url, "?#"));
}

void targets_settle(struct arena *a, struct node *root, const char *path, const struct config *config)
{
	const char *id = NULL, *lang;
	document_identify(&id, &lang, a, config, path);
	for (struct node *n = root; n; n = node_walk(root, n))
		if ((n->type == NODE_LINK || n->type == NODE_IMAGE) && n->url)
			n->url = settled(a, n->url, path, id, config);
}
