/* Invariant: a verdict other than UNSIGNED, SIGNED and PLATFORM says why, as a predicate ("is signed with …"). */
#include "trust/trusting.h"

static struct provenance bad(enum provenance_state state, const char *why)
{
	return (struct provenance){.state = state, .why = why};
}

static const char *text_of(struct arena *a, const char *text)
{
	return *text ? arena_text(a, text) : NULL;
}

/* Of a signature that does not fit. */
static struct provenance misfit(const struct ring_signature *s, struct arena *a)
{
	static const char *const reasons[] = {
		[RING_MISMATCH] = "has a signature that does not fit it: one of another commit, or this one was changed",
		[RING_ARMOR] = "has a signature that is not one armoured OpenPGP signature and nothing else",
		[RING_SEVERAL] = "has several signatures, where exactly one is needed",
		[RING_DIGEST] = "has a signature over a digest that can be forged (SHA-1 or the like)",
		[RING_TIME] = "has a signature that says it was made before its key",
		[RING_REFUSED] = "has a signature that gpg does not accept",
	};
	if (s->fault != RING_UNKNOWN_KEY)
		return bad(PROVENANCE_BAD, reasons[s->fault]);
	const char *key = *s->fingerprint ? arena_printf(a, "the key %s", s->fingerprint) : "a key";
	return (struct provenance){
		.state = PROVENANCE_STRANGER,
		.fingerprint = text_of(a, s->fingerprint),
		.why = arena_printf(a, "is signed with %s, of which keys/committers/ never had a certificate", key)};
}

static const char *expired(struct arena *a, const char *what, instant when)
{
	char text[INSTANT_SIZE];
	return arena_printf(a, "is signed with %s that expired at %s", what, instant_format(text, when));
}

/* NULL if the part could sign at these times: the signature's and the publication's. */
static const char *why_not(const struct ring_part *part, const struct ring_signature *s, instant time, struct arena *a)
{
	if (!part->can_sign)
		return "is signed with a key that is not made for signing";
	if (part->expires && (part->expires <= time || part->expires <= s->created))
		return expired(a, "a key", part->expires);
	if (s->expires && s->expires <= time)
		return expired(a, "a signature", s->expires);
	return NULL;
}

/* NULL if the key is not revoked, or its signature was made before it was. */
static const char *why_revoked(struct trusting *t, const struct ring_part *part, const struct ring_signature *s, instant time,
			       struct arena *a)
{
	instant since = 0;
	char text[INSTANT_SIZE];
	enum ring_revocation r = ring_revocation(t->ring, part->fingerprint, &since);
	if (r == RING_COMPROMISED)
		return "is signed with a key that is revoked as compromised, or for no stated reason";
	if (r == RING_RETIRED && (since <= time || since <= s->created))
		return arena_printf(a, "is signed with a key that was replaced or retired at %s", instant_format(text, since));
	return NULL;
}

/* The part among those that the policy admits; of several versions one that could sign then. *why says why none could. */
static const struct ring_part *find_part(const char **why, struct trusting *t, const struct policy *p,
					 const struct ring_signature *s, instant time, struct arena *a)
{
	const struct ring_part *found = NULL;
	for (size_t i = 0; i < p->file_count; i++) {
		const struct ring_part *part = ring_part_of(&t->files[p->files[i].file], s->fingerprint);
		if (!part || (found && !*why))
			continue;
		found = part;
		*why = why_not(part, s, time, a);
	}
	if (found && !*why)
		*why = why_revoked(t, found, s, time, a);
	return found;
}

/* A platform is named by a primary key or by one of its subkeys; either way none of them is a committer's. */
static bool is_platform(struct trusting *t, const struct policy *p, const char *primary)
{
	for (size_t i = 0; i < p->platform_count; i++)
		if (gnupg_same_fingerprint(p->platforms[i], primary) || ring_claims(t->ring, primary, p->platforms[i]))
			return true;
	return false;
}

static struct provenance judge_fitting(struct trusting *t, const struct policy *p, const struct ring_signature *s, instant time,
				       struct arena *a)
{
	const char *why = NULL, *primary = ring_primary(t->ring, s->fingerprint);
	const struct ring_part *part = primary ? find_part(&why, t, p, s, time, a) : NULL;
	if (!part)
		return (struct provenance){.state = PROVENANCE_STRANGER,
					   .fingerprint = arena_text(a, primary ? primary : s->fingerprint),
					   .why = arena_printf(a, "is signed with the key %s, which its parent does not admit",
							       s->fingerprint)};
	enum provenance_state good = is_platform(t, p, primary) ? PROVENANCE_PLATFORM : PROVENANCE_SIGNED;
	return (struct provenance){.state = why ? PROVENANCE_BAD : good,
				   .name = text_of(a, part->user_id),
				   .fingerprint = arena_text(a, primary),
				   .why = why};
}

/* What gpg says, now or once. */
static bool check(struct ring_signature *out, struct trusting *t, const struct oid *commit, struct span signature,
		  struct span covered)
{
	if (results_find(t->results, commit, out))
		return true;
	if (!ring_check(out, t->ring, signature, covered, t->diags))
		return false;
	results_add(t->results, commit, out);
	return true;
}

static bool judge(struct provenance *out, struct trusting *t, const struct policy *p, const struct oid *commit, instant time,
		  struct arena *a, struct arena *scratch)
{
	struct span signature, covered;
	struct ring_signature found;
	if (!repository_signature(&signature, &covered, t->repository, commit, scratch, t->diags))
		return false;
	switch (signature_form(signature)) {
	case SIGNATURE_NONE:
		*out = bad(PROVENANCE_UNSIGNED, NULL);
		return true;
	case SIGNATURE_SSH:
		*out = bad(PROVENANCE_SSH, "has an SSH signature, which is not checked");
		return true;
	case SIGNATURE_X509:
		*out = bad(PROVENANCE_SSH, "has an X.509 signature, which is not checked");
		return true;
	case SIGNATURE_OTHER:
		*out = bad(PROVENANCE_BAD, "has a signature of no known form");
		return true;
	case SIGNATURE_OPENPGP:
		break;
	}
	if (!check(&found, t, commit, signature, covered))
		return false;
	*out = found.fault == RING_GOOD ? judge_fitting(t, p, &found, time, a) : misfit(&found, a);
	return true;
}

bool judge_signature(struct provenance *out, struct trusting *t, const struct policy *p, const struct oid *commit, instant time,
		     struct arena *a)
{
	struct arena *scratch = arena_new();
	bool ok = judge(out, t, p, commit, time, a, scratch);
	arena_free(scratch);
	return ok;
}
