#include "base/near.h"

#include <criterion/criterion.h>

Test(near, bytes_added_left_out_and_mistaken_count)
{
	cr_expect_eq(near_distance("status", "status"), 0);
	cr_expect_eq(near_distance("statsu", "status"), 2);
	cr_expect_eq(near_distance("stauts", "status"), 2);
	cr_expect_eq(near_distance("statu", "status"), 1);
	cr_expect_eq(near_distance("statuses", "status"), 2);
	cr_expect_eq(near_distance("", "abc"), 3);
	cr_expect_eq(near_distance("abc", ""), 3);
}

Test(near, what_is_too_long_is_near_nothing)
{
	char word[NEAR_WORD_MAX + 2];
	memset(word, 'a', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	cr_expect_eq(near_distance(word, word), SIZE_MAX);
	cr_expect_eq(near_distance("a", word), SIZE_MAX);
	word[NEAR_WORD_MAX] = '\0';
	cr_expect_eq(near_distance(word, word), 0);
}
