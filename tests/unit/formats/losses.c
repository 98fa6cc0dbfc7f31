#include "formats/losses.h"

#include <criterion/criterion.h>

Test(losses, are_told_once_by_id_and_file_in_the_order_in_which_they_were_noted)
{
	struct losses *l = losses_new();
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	losses_add(l, "EX-2", "osv/EX-2.json", "z");
	losses_add(l, "EX-1", "stix/EX-1.json", "a");
	losses_add(l, "EX-2", "osv/EX-2.json", "a");
	losses_add(l, "EX-2", "osv/EX-2.json", "z");
	losses_add(l, "EX-2", "iodef/EX-2.xml", "z");
	/* A file of several advisories. */
	losses_add(l, "EX-2", "indicators.csv", "a");
	losses_add(l, "EX-1", "indicators.csv", "a");
	losses_write(&b, l);
	cr_expect_str_eq(b.data, "EX-1: indicators.csv: a\nEX-1: stix/EX-1.json: a\n"
				 "EX-2: indicators.csv: a\nEX-2: iodef/EX-2.xml: z\nEX-2: osv/EX-2.json: z\nEX-2: osv/EX-2.json: a\n");
	cr_expect_eq(losses_count(l), 6);
	buf_fini(&b);
	losses_free(l);
}

Test(losses, as_json_take_an_object_a_line_and_as_text_mask_what_a_terminal_would_obey)
{
	struct losses *l = losses_new();
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	losses_add(l, "EX-1", "osv/EX-1.json", "affected \"\x1b[31m\n語\"");
	losses_write_json(&b, l);
	cr_expect_str_eq(b.data, "{\"id\": \"EX-1\", \"path\": \"osv/EX-1.json\", \"lost\": \"affected \\\"\\u001B[31m\\n語\\\"\"}\n");
	buf_truncate(&b, 0);
	losses_write(&b, l);
	cr_expect_str_eq(b.data, "EX-1: osv/EX-1.json: affected \"\\x1B[31m\\x0A語\"\n");
	buf_fini(&b);
	losses_free(l);
}
