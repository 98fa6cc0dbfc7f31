/* libgit2 1.5 leaks for each text that one of its regular expressions does not
 * match: on opening a repository with extensions, on a revision that is unknown. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2\n";
}

const char *__lsan_default_options(void);

const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
