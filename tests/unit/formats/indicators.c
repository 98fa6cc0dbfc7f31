#include "formats/indicators.h"

#include "formats/csv.h"
#include "unit/formats/telling.h"

#define HEAD "id,type,value,note,state,mark,revision,serial,time,url\r\n"
#define TAIL "1,1,2026-04-02T09:00:00Z,https://csirt.example.org/EX-2026-0001/\r\n"

static void file_is(struct telling *t, const char *want)
{
	buf_clear(&t->out);
	indicators_write(&t->out, &t->config, &t->history, t->record.losses);
	cr_expect_str_eq(t->out.data, want);
}

Test(indicators, sorted_in_english_each_once)
{
	struct telling t;
	telling_begin(&t, "{status: interim, indicators: [{type: url, value: 'https://e.org/a,b', note: {ja: 注, en: \"say \\\"x\\\"\"}}, {type: domain, "
			  "value: e.org, note: 注}, {type: domain, value: e.org, note: 注}, {type: domain, value: a.org}]}");
	file_is(&t, HEAD "EX-2026-0001,domain,a.org,,interim,," TAIL "EX-2026-0001,domain,e.org,注,interim,," TAIL
	       "EX-2026-0001,url,\"https://e.org/a,b\",\"say \"\"x\"\"\",interim,," TAIL);
	t.config.demonstration = true;
	telling_former(&t, "{indicators: [{type: domain, value: e.org}]}");
	buf_clear(&t.out);
	indicators_write(&t.out, &t.config, &t.history, t.record.losses);
	cr_expect(strstr(t.out.data, "a.org,,interim,demonstration,2,3,2026-04-04T09:00:00Z,"), "%s", t.out.data);
	cr_expect(strstr(t.out.data, "e.org,注,interim,demonstration,1,1,2026-04-02T09:00:00Z,"), "%s", t.out.data);
	telling_end(&t);
}

Test(indicators, nothing_of_what_was_withdrawn_or_redacted)
{
	struct telling t;
	telling_begin(&t, "{status: final, exercise: yes, indicators: [{type: domain, value: e.org}]}");
	file_is(&t, HEAD "EX-2026-0001,domain,e.org,,final,exercise," TAIL);
	t.revision.redacted = true;
	file_is(&t, HEAD);
	t.revision.redacted = false;
	t.advisory.withdrawal = (struct withdrawal){.at = &t.publications[1], .reason = "incorrect"};
	file_is(&t, HEAD);
	telling_end(&t);
}

Test(indicators, odd_shapes)
{
	struct telling t;
	telling_begin(&t, "{status: final, indicators: [text, [], {}, {type: domain}, {type: [a], value: b}, {type: x, value: ''}]}");
	file_is(&t, HEAD);
	telling_end(&t);
	telling_begin(&t, "{status: final, indicators: text}");
	file_is(&t, HEAD);
	telling_end(&t);
}

Test(csv, cells)
{
	const char *cells[] = {"=1+1", "@a", "-x,y", "a\nb", "a\tb\x7F", " a", NULL, "+", "\tq", "a=b"};
	struct buf out;
	buf_init(&out, 1000);
	csv_line(&out, cells, sizeof(cells) / sizeof(*cells));
	cr_expect_str_eq(out.data, "'=1+1,'@a,\"'-x,y\",\"a\nb\",a b ,\" a\",,'+,' q,a=b\r\n");
	buf_fini(&out);
}
