/* A GnuPG home for one test: its own folder (mode 0700, short path), its own keys,
 * its own agent, all gone at the end. */
#ifndef SUPPORT_GNUPG_H
#define SUPPORT_GNUPG_H

/* Makes the home and sets GNUPGHOME; its path is borrowed. */
const char *support_home_begin(void);
/* Ends the agent and removes the home. */
void support_home_end(void);

/* A new ed25519 key that signs, without a passphrase. life is gpg's ("never", "1d",
 * "seconds=1"). The fingerprint is allocated. */
char *support_key(const char *user_id, const char *life);

/* The option with which gpg takes this moment for now: what shall have ended is made in the past, for no test waits for an end. */
#define SUPPORT_PAST "--faked-system-time '20240101T000000!'"
/* The same key, made then. */
char *support_past_key(const char *user_id, const char *life);

/* Runs a shell command, which must succeed; prints it if not. */
__attribute__((format(printf, 1, 2))) void support_run(const char *format, ...);
/* The same, and returns its output without the last LF, allocated. */
__attribute__((format(printf, 1, 2))) char *support_output(const char *format, ...);

#endif
