#include "base/seal.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char folder[] = "/tmp/shirase-seal-XXXXXX";
static char place[64], secret[80];

static void begin(void)
{
	digest_setup();
	cr_assert_not_null(mkdtemp(folder));
	snprintf(place, sizeof(place), "%s/kept", folder);
	snprintf(secret, sizeof(secret), "%s-secret", place);
}

static void end(void)
{
	struct diags *d = diags_new();
	file_remove_tree(AT_FDCWD, folder, d);
	diags_free(d);
}

TestSuite(seal, .init = begin, .fini = end);

Test(seal, is_an_hmac)
{
	struct seal s;
	char hex[SHA256_HEX];
	for (size_t i = 0; i < sizeof(s.secret); i++)
		s.secret[i] = (unsigned char)i;
	/* Python: hmac.new(bytes(range(32)), b"purpose\0text", "sha256") */
	struct sha256 sum = seal_of(&s, "purpose", SPAN_LITERAL("text"));
	cr_expect_str_eq(sha256_hex(hex, &sum), "a3dd635aa74b5aaea38a20a743507fa01fd8a22827ecb1857b52b17624b1ba98");
	sum = seal_of(&s, "purposet", SPAN_LITERAL("ext"));
	cr_expect_str_neq(sha256_hex(hex, &sum), "a3dd635aa74b5aaea38a20a743507fa01fd8a22827ecb1857b52b17624b1ba98");
}

Test(seal, its_secret_is_made_once_beside_the_folder_and_is_ours_alone)
{
	struct seal s = {{0}}, again = {{0}};
	struct stat st;
	char with_slash[80];
	cr_assert(seal_open(&s, place));
	cr_assert_eq(stat(secret, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0600);
	snprintf(with_slash, sizeof(with_slash), "%s//", place);
	cr_assert(seal_open(&again, with_slash));
	cr_expect_arr_eq(s.secret, again.secret, sizeof(s.secret));
	cr_expect_not(seal_open(&again, "/nowhere/shirase"));
}

static void put(const char *path, size_t length)
{
	static const char bytes[SEAL_SECRET + 1];
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	cr_assert_eq(write(fd, bytes, length), (ssize_t)length);
	close(fd);
}

Test(seal, takes_no_secret_that_may_be_somebody_elses)
{
	struct seal s;
	char elsewhere[80];
	cr_assert(seal_open(&s, place));
	cr_assert_eq(chmod(secret, 0640), 0);
	cr_expect_not(seal_open(&s, place), "others may read it");
	cr_assert_eq(chmod(secret, 0600), 0);
	put(secret, SEAL_SECRET + 1);
	cr_expect_not(seal_open(&s, place), "too long");
	put(secret, 1);
	cr_expect_not(seal_open(&s, place), "too short");
	cr_assert_eq(unlink(secret), 0);
	cr_assert_eq(mkdir(secret, 0700), 0);
	cr_expect_not(seal_open(&s, place), "a folder");
	cr_assert_eq(rmdir(secret), 0);
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", folder);
	put(elsewhere, SEAL_SECRET);
	cr_assert_eq(symlink(elsewhere, secret), 0);
	cr_expect_not(seal_open(&s, place), "a link");
}
