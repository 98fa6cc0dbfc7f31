/* Inside formats/: whether an advisory has an OSV record, and whether what the record says still holds. */
#ifndef FORMATS_OSV_STANDING_H
#define FORMATS_OSV_STANDING_H

#include "history/history.h"

enum osv_state {
	OSV_NONE,      /* no public version ever named what OSV has a place for */
	OSV_STANDS,
	OSV_WITHDRAWN, /* the advisory is withdrawn */
	OSV_DROPPED,   /* a revision named nothing any more that OSV has a place for */
	OSV_REDACTED   /* what the record said was taken out */
};

struct osv_standing {
	enum osv_state state;
	instant withdrawn;           /* of all but OSV_NONE and OSV_STANDS */
	const struct former *former; /* what was affected, where the advisory says otherwise now; or NULL */
};

/* A record that was public stays for good. */
struct osv_standing osv_standing_of(const struct advisory *adv);

#endif
