-- English: every word that the site says, and how dates, numbers, lists and version ranges are said.
--
-- A locale returns a table. Another language is one more file of this shape: no other code knows any language.
--   api         1
--   name        the language's name for itself, shown in the switch of languages
--   readings    whether the glossary gives the readings of terms
--   words       key = text, with {placeholders}, or {one = …, other = …}: plural(n) says which form {n} takes
--   labels      vocabulary = {value = text}; "absent" is what stands where an advisory says nothing
--   sections    canonical name = {heading, synonym, …}
--   rfc2350     chapter = {heading, synonym, …}: what `shirase check` looks for in a page named rfc2350
--   none_answers  texts of a section that say "there is nothing": records leave such a section out
--   open_answers  texts of a section that say "not looked at yet": not allowed in a final advisory
--   draft       what `shirase new` asks the author for (nothing of it is published): mark holds {what}, and is 「（記入：{what}）」 or
--               "(FILL IN: {what})", which `shirase check` looks for; note begins the front matter, as comments; facts by key ({values} are
--               the words of that vocabulary); sections by canonical name, what a reader wants to find there
-- and functions, which get numbers and texts and return a text:
--   plural(n), number(n), revision(n), status(status, revision)
--   instant(there, utc), day(there, utc): {year, month, day, hour, minute, second, weekday (0: Sunday), offset (seconds
--     east of UTC), zone (tz name)}; there is the site's time zone
--   range(r): {all = true}, {unknown = true}, or of eq, ge, gt, le, lt: version; a range that could not be read is a text
--   enumerate(list): all of them; either(list): any of them
-- Words are plain text. A label never ends with a full stop, a sentence always does.

local months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
	"November", "December"}
local weekdays = {[0] = "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
local zones = {["Asia/Tokyo"] = "JST"}

local function number(n)
	local digits = tostring(n)
	local grouped, count = digits:gsub("^(-?%d+)(%d%d%d)", "%1,%2")
	while count > 0 do
		grouped, count = grouped:gsub("^(-?%d+)(%d%d%d)", "%1,%2")
	end
	return grouped
end

local function revision(n)
	return "revision " .. n
end

local function date(t)
	return t.day .. " " .. months[t.month] .. " " .. t.year .. " (" .. weekdays[t.weekday] .. ")"
end

-- "UTC+2", "UTC-3:30": letter codes of zones that readers abroad do not know are left out.
local function zone(t)
	local minutes = math.abs(t.offset) // 60
	local sign = t.offset < 0 and "-" or "+"
	return zones[t.zone] or "UTC" .. sign .. minutes // 60 .. (minutes % 60 > 0 and (":%02d"):format(minutes % 60) or "")
end

local function moment(t, name)
	return date(t) .. (", %02d:%02d "):format(t.hour, t.minute) .. name
end

local function join(list, last)
	local n = #list
	if n < 2 then return list[1] or "" end
	return table.concat(list, ", ", 1, n - 1) .. last .. list[n]
end

-- A label goes on in lower case inside a list: "Intrusion and tampering". Names and abbreviations stay as they are.
local locale
local function continued(text)
	for _, vocabulary in ipairs {"impact", "audience", "fact"} do
		for _, word in pairs(locale.labels[vocabulary]) do
			if word == text and text:find("^%u%l") then return text:sub(1, 1):lower() .. text:sub(2) end
		end
	end
	return text
end

locale = {
	api = 1,
	name = "English",
	readings = false,

	plural = function(n) return n == 1 and "one" or "other" end,
	number = number,
	revision = revision,

	status = function(status, r)
		local words = {draft = "Draft", interim = "Interim", final = "Final"}
		local word = words[status] or status
		return r > 1 and word .. ", updated (" .. revision(r) .. ")" or word
	end,

	instant = function(there, utc)
		local first = moment(utc, "UTC")
		return there.zone == "UTC" and first or first .. " (" .. moment(there, zone(there)) .. ")"
	end,

	-- A day alone is the day in UTC, in every language: else two languages would disagree.
	day = function(_, utc) return date(utc) end,

	range = function(r)
		if type(r) == "string" then return r end
		if r.all then return "all versions" end
		if r.unknown then return "under investigation" end
		if r.eq then return r.eq .. " only" end
		if r.ge and r.le then return r.ge .. " through " .. r.le end
		if r.ge and r.lt then return r.ge .. " and later, before " .. r.lt end
		if r.gt and r.le then return "later than " .. r.gt .. ", up to and including " .. r.le end
		if r.gt and r.lt then return "later than " .. r.gt .. ", before " .. r.lt end
		if r.ge then return r.ge .. " and later" end
		if r.gt then return "later than " .. r.gt end
		if r.le then return r.le .. " and earlier" end
		if r.lt then return "before " .. r.lt end
		error("a version range without a bound")
	end,

	enumerate = function(list)
		local out = {}
		for i, text in ipairs(list) do out[i] = i == 1 and text or continued(text) end
		return join(out, " and ")
	end,
	either = function(list) return table.concat(list, ", or ") end,

	none_answers = {"None", "Not applicable", "N/A", "No", "Nothing"},
	open_answers = {"Under investigation", "under investigation"},

	words = {
		-- Getting about
		["nav.skip"] = "Skip to main content",
		["nav.home"] = "Home",
		["nav.latest"] = "Latest advisories",
		["nav.by_year"] = "By year",
		["nav.products"] = "By product",
		["nav.withdrawn"] = "Withdrawn advisories",
		["nav.glossary"] = "Glossary",
		["nav.about"] = "About this site",
		["nav.feeds"] = "Feeds",
		["nav.keys"] = "Signing keys",
		["nav.here"] = "You are here",
		["nav.site"] = "Site navigation",
		["nav.history"] = "Publication record",

		-- The site, its front and its footer
		["site.what"] = "Security advisories",
		["front.intro"] = "We publish vulnerabilities in software and devices, what to do about them, and alerts that help to prevent harm.",
		["foot.contact"] = "Contact",
		["foot.built"] = "Built from commit {commit}",
		["foot.serial"] = "publication {n}",
		["foot.updated"] = "Site last updated",

		-- Languages; meta.locale: the language as Open Graph writes it, with a territory
		["meta.locale"] = "en_GB",
		["lang.choose"] = "Choose a language",
		["lang.read_in"] = "Read in {language}",
		["lang.only"] = "{language} only",
		["lang.missing"] = "This advisory has no English version. The {language} version is available.",
		["lang.translated"] = "Translated from {language}. If the two differ, the original prevails.",
		["lang.missing_revision"] = "There is no English version of {revision}. The {language} version is available.",
		["lang.nowhere"] = "The text of this revision is in a language that this site no longer carries.",

		-- Lists; page.* pages of one and free pages
		["list.count"] = {one = "{n} advisory", other = "{n} advisories"},
		["list.empty"] = "No advisories have been published yet.",
		["list.none_withdrawn"] = "No advisories have been withdrawn.",
		["list.withdrawn_on"] = "on",
		["list.published_on"] = "Published",
		["list.updated_on"] = "Updated",
		["list.year"] = "{year}",
		["list.dates"] = "Dates in this list are in UTC.",
		["list.narrow"] = "Narrow the list",
		["list.all"] = "All",
		["list.shown"] = "Shown:",
		["list.newest"] = "The newest {n} of {total} advisories.",
		["list.languages"] = "Languages of this advisory",
		["list.withdrawn_intro"] = "These advisories were withdrawn after publication and are kept as a record. Do not base decisions on them.",
		["list.stale"] = "Translation of {revision}, out of date",
		["page.prev"] = "Previous page",
		["page.next"] = "Next page",
		["page.of"] = "Page {page} of {total}",
		["page.only_in"] = "This page is available in {language} only.",

		-- An advisory: facts and headings
		["adv.id"] = "Advisory ID",
		["adv.status"] = "Status",
		["adv.published"] = "Published",
		["adv.updated"] = "Last updated",
		["adv.revision"] = "revision {n}",
		["adv.first_revision"] = "revision 1",
		["adv.audience"] = "Intended readers",
		["adv.severity"] = "Severity",
		["adv.exploitation"] = "Exploitation",
		["adv.affected"] = "Affected versions",
		["adv.fixed"] = "Fixed versions",
		["adv.no_fix_yet"] = "No fix is available yet",
		["adv.no_fix_planned"] = "No fix is planned",
		["adv.unaffected"] = "Versions not affected",
		["adv.as_of"] = "As of {date}",
		["adv.toc"] = "On this page",
		["adv.indicators"] = "Indicators of compromise",
		["adv.defanged"] = "Addresses are altered so that they cannot be opened by mistake.",
		["adv.not_rated"] = "Not rated",
		["adv.glance"] = "At a glance",
		["adv.product"] = "Product",
		["adv.products"] = "Products",
		["adv.terms"] = "Terms used in this document",
		["adv.attachments"] = "Attachments",
		["adv.vulnerabilities"] = "Vulnerabilities",
		["adv.vulnerability"] = "Vulnerability {n}",
		["adv.references"] = "References",
		["adv.references_list"] = "List of references",
		["adv.reference"] = "[{kind}]",
		["adv.published_before"] = "First published before this archive began.",
		["adv.next_update"] = "Next update: {date}",
		["adv.more"] = "Further information",
		["adv.kind"] = "Kind",
		["adv.jump"] = "Jump to solution and detection",
		["adv.indicator_type"] = "Type",
		["adv.indicator_value"] = "Value",
		["adv.indicator_note"] = "Note",
		["adv.fix"] = "Availability of a fix",
		["adv.bounds"] = "“through”, “and earlier” and “and later” include the version named; “before” and “later than” do not.",
		["adv.action"] = "What to do",
		["severity.unrated"] = "Not rated",
		["file.size"] = "{n} KB",

		-- What must be seen first; tag.*: the same in a word
		["banner.exercise"] = "This is a fictitious advisory for an exercise. It describes no real vulnerability or incident.",
		["banner.demo"] = "This is a demonstration. Every organisation, product and vulnerability is invented, and the signing key proves nothing.",
		["banner.unsigned"] = "This site is not signed. You cannot check that its content has not been altered.",
		["banner.interim"] = "Interim version. Some points are still being investigated, and the content may change.",
		["banner.draft"] = "Unpublished draft. Do not forward or quote it.",
		["banner.preview"] = "Preview. It may differ from the published site.",
		["banner.superseded"] = "This is {revision}. The current one is {latest}.",
		["banner.superseded_by"] = "This revision was superseded by {revision} on {date}.",
		["banner.current_link"] = "View the current revision",
		["banner.withdrawn"] = "This advisory was withdrawn on {date}. Do not base decisions on it.",
		["banner.reason"] = "Reason for withdrawal: {reason}",
		["banner.replaced_by"] = "See {id} instead.",
		["banner.redacted"] = "The text of this revision is no longer published.",
		["banner.redacted_reason"] = "Reason: {reason}",
		["banner.tombstone"] = "No text is in force now. What was published before the withdrawal is kept as a record.",
		["banner.text_below"] = "Show the text of this withdrawn advisory",
		["banner.reinstated"] = "This advisory was reinstated on {date}.",
		["banner.reinstated_from"] = "This advisory had been withdrawn on {date}. Reason for withdrawal: {reason}",
		["banner.stale"] = "This English version reflects {revision}. The original is now at {latest}.",
		["banner.stale_past"] = "This English version reflects {revision}. It does not reflect the original of {latest}.",
		["banner.stale_facts"] = "Affected versions, severity and withdrawal are shown as in the current original.",
		["banner.stale_past_facts"] = "Affected versions and severity are shown as in the original of {latest}.",
		["banner.exercise_site"] = "This site holds advisories for an exercise. Everything in them is fictitious.",
		["banner.drafts_site"] = "This copy of the site contains unpublished drafts. Do not forward or quote it.",
		["tag.exercise"] = "EXERCISE",
		["tag.draft"] = "DRAFT",
		["tag.unsigned"] = "UNSIGNED",
		["tag.demo"] = "DEMONSTRATION",
		["tag.superseded"] = "Superseded",
		["tag.stale"] = "Translation out of date",

		-- Before titles
		["prefix.exercise"] = "[EXERCISE] ",
		["prefix.withdrawn"] = "Withdrawn: ",
		["prefix.updated"] = "Updated: ",

		-- History of an advisory
		["hist.title"] = "Revision history",
		["hist.none"] = "No changes since publication.",
		["hist.beside"] = "This list shows only this revision and the ones before and after it.",
		["hist.whole"] = "View the whole revision history",
		["hist.view"] = "View {revision}",
		["hist.diff"] = "Changes since {revision}",
		["hist.diff_within"] = "Changes after {revision} was published",
		["hist.added"] = "Added",
		["hist.removed"] = "Removed",
		["hist.same"] = "(unchanged parts left out)",
		["hist.changed"] = "Changed: {keys}",
		["hist.editorial_said"] = "The publisher says that only the wording changed.",
		["hist.editorial_bulk"] = "The texts of many advisories were changed at once.",
		["hist.amended"] = "This note was amended on {date}.",
		["hist.redacted"] = "No longer published: {revisions}",
		["hist.redacted_all"] = "No longer published: all revisions",
		["hist.in_language"] = "{event} ({language})",
		["hist.translates"] = "translation of {revision}",

		-- What facts changed. Lines: {label} says what of, and holds {name} as change.of puts it; {value}: what came or went
		["change.became"] = "{label}: {before} → {after}",
		["change.added"] = "{label} added: {value}",
		["change.removed"] = "{label} removed: {value}",
		["change.added_count"] = "{label} added ({n}): {value}",
		["change.removed_count"] = "{label} removed ({n}): {value}",
		["change.replaced"] = "{label} replaced: {value}",
		["change.changed"] = "{label} changed",
		["change.elsewhere"] = "{label} changed (as given in another language)",
		["change.reordered"] = "{label} reordered",
		["change.rest"] = {one = "{label}: {n} more change", other = "{label}: {n} more changes"},
		["change.more"] = "{n} more",
		["change.of"] = "{label} ({name})",
		["change.for"] = "{kind} for {products}",
		["change.ordinal"] = "no. {n}",
		["change.unstated"] = "not stated",
		["change.no_product"] = "none",
		-- Labels of those lines, beside labels.fact and adv.*
		["change.supersedes"] = "Superseded advisories",
		["change.vendor"] = "Vendor",
		["change.name"] = "Short name of the product",
		["change.type"] = "Type of product",
		["change.scheme"] = "Version scheme",
		["change.purl"] = "Package URL (purl)",
		["change.cpe"] = "CPE",
		["change.vulnerability"] = "Vulnerability",
		["change.vulnerability_title"] = "Title of the vulnerability",
		["change.discovered"] = "Discovered on",
		["change.disclosed"] = "Disclosed on",
		["change.remediation"] = "Remediation",
		["change.remediation_kind"] = "Kind of remediation",
		["change.remediation_products"] = "Products of the remediation",
		["change.remediation_details"] = "Details of the remediation",
		["change.remediation_url"] = "URL of the remediation",
		["change.indicator_type"] = "Type of indicator",
		["change.indicator_note"] = "Note on the indicator",
		["change.reference_title"] = "Title of the reference",
		["change.reference_url"] = "URL of the reference",
		["change.reference_kind"] = "Kind of reference",

		-- The page with all events
		["history.count"] = {one = "{n} entry", other = "{n} entries"},
		["history.title"] = "Publication record",
		["history.intro"] = "Every publication, change and withdrawal on this site, newest first. Records are never removed.",

		-- The page of what a revision changed
		["changes.title"] = "Changes in {revision}",
		["changes.intro"] = "What changed from {previous} to {revision}, oldest first.",
		["changes.intro_first"] = "What changed after {revision} was published, oldest first.",
		["changes.legend_added"] = "added",
		["changes.legend_removed"] = "removed",
		["changes.legend"] = "Legend",
		["changes.facts"] = "Facts that changed",
		["changes.fact"] = "Fact",
		["changes.before"] = "Before",
		["changes.after"] = "After",
		["changes.nothing"] = "(not stated)",
		["changes.first"] = "The English version was published for the first time.",
		["changes.missing"] = "There is no English version of {revision}. Changes to the text can be read in the {language} version.",
		["changes.elsewhere"] = "See the changes in the {language} version: {keys}",
		["changes.redacted"] = "Not shown: the text before or after this change has been redacted.",
		["changes.same"] = "Nothing that readers see has changed.",
		["changes.none"] = "The English version did not change in this revision.",
		["changes.previous"] = "Previous changes ({revision})",
		["changes.next"] = "Next changes ({revision})",
		["changes.nav"] = "Other revisions",
		["changes.around"] = "Previous and next changes",
		["changes.withdrawal"] = "Statement of withdrawal",

		-- The file behind a revision
		["document.title"] = "The file of this revision",
		["document.path"] = "File",
		["document.sha256"] = "SHA-256 of the file",
		["document.commit"] = "Commit that published this file",
		["document.signed"] = "Signature of the commit",
		["document.how"] = "In a clone of the repository, this command prints the same hash.",

		-- History that was rewritten
		["rewrites.title"] = "Rewritten history",
		["rewrites.intro"] = "History that had already been published was rewritten, for these reasons. This record is never removed.",
		["rewrites.from"] = "Commit before the rewrite",
		["rewrites.to"] = "Commit after the rewrite",
		["rewrites.time"] = "Newest publication at the time",
		["rewrites.reason"] = "Reason",

		-- Permanent links
		["perma.advisory"] = "Permanent link to this advisory",
		["perma.revision"] = "Permanent link to this revision",
		["perma.languages"] = "This advisory is available in:",

		-- Signatures and keys
		["sig.signed_by"] = "Signed with the key of {name}.",
		["sig.none"] = "This document is not signed.",
		["sig.fingerprint"] = "Key fingerprint",
		["sig.committer"] = "Published by {name} (signed)",
		["sig.committer_platform"] = "Signed by publishers, and merged with the key of the hosting platform, {name}.",
		["sig.committer_squashed"] = "Signed by the hosting platform, {name}, and by no publisher.",
		["sig.committer_none"] = "The publisher's commit is not signed.",
		["sig.committer_stranger"] = "Signed, but not with the key of an admitted publisher.",
		["sig.committer_bad"] = "The signature is not valid.",
		["sig.committer_ssh"] = "Signed with SSH or X.509, which this site does not check.",
		["sig.committer_before"] = "Dates from before publishers' signatures were checked.",
		["sig.none_site"] = "This site is not signed.",
		["key.current"] = "Current signing key",
		["key.past"] = "Past signing keys",
		["key.expires"] = "Expires: {date}",

		-- The page that tells how to verify
		["verify.title"] = "How to verify the signature",
		["verify.intro"] = "These steps show that the publisher wrote the documents of this site and that nobody has altered them.",
		["verify.key"] = "Then check the fingerprint by a route other than this site, such as print or telephone.",
		["verify.run"] = "Run this command. The signature is valid if it reports “Good signature” and the fingerprint matches.",
		["verify.site"] = "To check the whole site, verify the signature on SHA256SUMS, then compare the hashes.",
		["verify.warning"] = "The warning that the key is not certified with a trusted signature means only that you have not marked the key as trusted. If the fingerprint matches, you may ignore it.",
		["verify.bad"] = "If it reports “BAD signature”, do not use the document, and tell us.",
		["verify.how"] = "How to verify, step by step",
		["verify.commit"] = "Commit",
		["verify.serial"] = "Publication number",
		["verify.time"] = "It takes about ten minutes the first time.",
		["verify.text_sha256"] = "SHA-256 of the plain text",
		["verify.advisory"] = "Download the signed plain text and run this command in the folder where you saved it.",
		["verify.run_short"] = "If it reports “Good signature” and the fingerprint matches, the text has not been altered.",
		["verify.past"] = "The page of a single revision has no signature of its own. The signature over the whole site covers it.",
		["verify.step_program"] = "Get the program",
		["verify.step_program_text"] = "You need GnuPG (gpg), which is free.",
		["verify.on_linux"] = "Most systems have it already. If yours does not, install the package gnupg.",
		["verify.on_mac"] = "Install GPG Suite (gpgtools.org), or run “brew install gnupg” with Homebrew.",
		["verify.on_windows"] = "Install Gpg4win (gpg4win.org). You can also drop a saved file onto the window of Kleopatra, which comes with it.",
		["verify.terminal"] = "Open a terminal (on Windows, PowerShell) and run this command. If it prints a version number, you are ready.",
		["verify.step_key"] = "Import the signing key",
		["verify.step_key_get"] = "Download the signing key and run these commands in the folder where you saved it.",
		["verify.step_key_compare"] = "Check that the fingerprint it prints is the one on this page.",
		["verify.step_text"] = "Verify one advisory",
		["verify.step_text_get"] = "Download the signed plain text of an advisory, for example this one.",
		["verify.good_title"] = "What a good signature looks like",
		["verify.good_output"] = "gpg: Good signature from \"{user}\" [unknown]\ngpg: WARNING: This key is not certified with a trusted signature!\nPrimary key fingerprint: {fingerprint}",
		["verify.good_text"] = "If the fingerprint matches, the text is as the publisher wrote it.",
		["verify.bad_title"] = "What a bad signature looks like",
		["verify.bad_output"] = "gpg: BAD signature from \"{user}\"",
		["verify.bad_revoked"] = "If it warns that the key or subkey “has been revoked”, do not use the document either, and tell us.",
		["verify.bad_expired"] = "If it notes that the key “has expired”, import the signing key again. This site has it with a later date.",
		["verify.bad_other"] = "If it reports “No public key”, import the signing key and run the command again.",
		["verify.extract"] = "To get only the text that was verified, run this command. Anything added before or after the signed part is left out.",
		["verify.step_data"] = "Verify a CSAF document",
		["verify.step_data_get"] = "CSAF documents are for programs. The signature and the hash of each are files beside it. Download all three, for example these, and run these commands in the folder where you saved them.",
		["verify.step_data_result"] = "If the first reports “Good signature”, the fingerprint matches and the second reports “OK”, the document is as the publisher wrote it.",
		["verify.security"] = "The file security.txt, which tells how to report a vulnerability, holds its signature itself. Download it and run this command.",
		["verify.step_site"] = "Verify the whole site",
		["verify.site_copy"] = "Run the commands in the folder that holds your copy of the site.",
		["verify.site_mac"] = "On macOS, run this in place of the second command.",
		["verify.site_windows"] = "On Windows, run this in PowerShell in place of the second command.",
		["verify.site_result"] = "If it prints nothing, or only “OK”, every file matches. If a file is reported as “FAILED”, do not use it, and tell us.",
		["verify.limits_title"] = "What a signature cannot tell",
		["verify.limits_added"] = "sha256sum does not notice files that were added to the site. Trust only what SHA256SUMS lists.",
		["verify.limits_old"] = "An old copy of the whole site still has good signatures. Compare this time and publication number with those you got by another route.",
		["verify.limits_gone"] = "A signature cannot show that the site was blocked or taken away.",
		["verify.limits_true"] = "A signature shows who wrote a text. It does not show that the text is right.",
		["verify.limits_key"] = "If the signing key is stolen, forged texts have good signatures too. A change of key is announced on this site and by other routes.",

		-- Feeds
		["listing.title"] = "Files for CSAF",
		["feed.intro"] = "Add one of these addresses to a feed reader to receive updates.",
		["feed.all"] = "Everything",
		["feed.new"] = "New advisories only",
		["feed.updates"] = "Updates only",
		["feed.withdrawals"] = "Withdrawals only",
		["feed.json"] = "Everything (JSON Feed)",
		["feed.jvnrss"] = "Everything (JVNRSS)",
		["feed.of"] = "Feed of updates: {name} (Atom)",
		["feed.none"] = "This site has no feeds.",
		["feed.group_general"] = "For reading in a feed reader",
		["feed.for_general"] = "Up to 100 advisories, the newest, in full, in the Atom format.",
		["feed.for_past"] = "From the feed of everything, a reader can go back through everything that was ever published, updated or withdrawn (RFC 5005). Feed readers that know how do so by themselves.",
		["feed.group_severity"] = "By severity",
		["feed.for_severity"] = "If you want to receive only what is urgent, for example. The main points of up to 100 advisories, the newest, in the Atom format.",
		["feed.group_year"] = "By year of publication",
		["feed.for_year"] = "If you follow updates of what was published in one year. The main points of up to 100 advisories, the newest, in the Atom format.",
		["feed.group_product"] = "By product",
		["feed.for_product"] = "If you want to receive only what concerns a product that you use, add the feed that its page names.",
		["feed.group_json"] = "For programs",
		["feed.for_json"] = "For programs that read JSON. The same as the feed of everything, with ID, severity, revision and more as values, in the JSON Feed format.",
		["feed.group_jvnrss"] = "For vulnerability management tools",
		["feed.for_jvnrss"] = "For tools that read the format of JVN (Japan Vulnerability Notes). With values of CVE, CWE, CPE and CVSS, in the JVNRSS format (RSS 1.0).",

		-- Files of an advisory
		["data.title"] = "Machine-readable records",
		["data.intro"] = "The facts of this advisory for programs. Compare the SHA-256 digest to make sure that you have the file that this page links to.",
		["data.csaf"] = "CSAF 2.0",
		["data.csaf_for"] = "For tools that compare advisories with the products in use.",
		["data.osv"] = "OSV",
		["data.osv_for"] = "For tools that look for vulnerable packages in software.",
		["data.iodef"] = "IODEF v2",
		["data.iodef_for"] = "For response teams that exchange reports automatically.",
		["data.stix"] = "STIX 2.1",
		["data.stix_for"] = "For systems that collect indicators and other threat information.",
		["data.all"] = "All advisories of this site for programs. Those of one advisory are listed at the end of its page.",
		["data.indicators"] = "Indicators of compromise (CSV)",
		["data.indicators_for"] = "For tools that look for traces of attacks in logs. The values are as they are, not defanged.",
		["data.archive"] = "Index of all advisories (JSON)",
		["data.archive_for"] = "For programs that need to know every advisory with its revisions.",
		["data.changes"] = "What has changed (JSON)",
		["data.changes_for"] = "For programs that keep their copy of the index up to date and fetch only what is new.",
		["data.signature"] = "Signature",
		["data.text"] = "Plain text",
		["data.signed_text"] = "Signed plain text",

		-- What only CSAF documents say
		["csaf.self"] = "This document (CSAF)",
		["csaf.original"] = "Original",
		["csaf.page"] = "Web page",
		["csaf.archive"] = "Index of all advisories (archive.json)",
		["csaf.all_versions"] = "all versions",
		["csaf.configured"] = "Settings of the publisher or of the site changed. What this advisory says is the same.",
		["csaf.mechanical"] = "Only the form of the text changed. Its content is the same.",
		["csaf.amended"] = "The note on an earlier revision was amended.",
		["csaf.withdrawn"] = "This advisory was withdrawn. Do not base decisions on it.",
		["csaf.reasoning"] = "Reasoning for Withdrawal",
		["csaf.removed"] = "This translation is no longer published. See the original of {id}.",
		["csaf.moved"] = "The original is now in this language. See the CSAF document {id}.",
		["csaf.stale"] = "This translation does not reflect the latest revision of the original.",

		-- Glossary
		["glossary.intro"] = "The terms that this site uses.",
		["glossary.reading"] = "({reading})",
		["glossary.also"] = "Also: {terms}",

		-- Search
		["search.label"] = "Search advisories",
		["search.hint"] = "Product, CVE ID or words",
		["search.results"] = {one = "{n} result for “{query}”", other = "{n} results for “{query}”"},
		["search.none"] = "Nothing matches “{query}”. Try other words, or part of a product name.",
		["search.nojs"] = "Search needs JavaScript. You can also browse by year or by product.",

		-- Errors
		["error.not_found"] = "Page not found. Published advisories are never removed: look for the advisory ID in the lists.",

		-- Printed pages
		["print.source"] = "Source: {url}",
		["print.revision"] = "Printed from {revision} as of {date}, UTC. Check the address above for the current version.",

		-- Plain text, and what joins words everywhere; text.colon stands after a label alone
		["text.fact"] = "{label}: {value}",
		["text.colon"] = ": ",
		["text.slash"] = " / ",
		["text.bracket"] = " ({text})",
		["text.score"] = ", CVSS {score}",
		["text.product"] = "{product} ({vendor})",
		["text.event"] = "{event}, {revision}",
		["text.exercise"] = "This is an exercise",
		["text.links"] = "Links",
		["text.figure"] = "Figure",

		-- For screen readers only
		["a11y.table"] = "Table (scrolls sideways)",
	},

	labels = {
		status = {
			draft = "Draft", interim = "Interim", final = "Final", withdrawn = "Withdrawn",
		},
		severity = {
			critical = "Critical", high = "High", medium = "Medium", low = "Low", none = "None",
			absent = "Not rated",
		},
		kind = {
			alert = "Alert", vulnerability = "Vulnerability advisory", information = "Notice",
		},
		audience = {
			general = "General users", administrators = "Administrators", developers = "Developers",
		},
		type = {
			os = "Operating system", application = "Application", library = "Library", package = "Package",
			plugin = "Plug-in", firmware = "Firmware", service = "Service", hardware = "Hardware",
			protocol = "Protocol",
		},
		fix = {
			available = "Available", planned = "Planned", ["none-yet"] = "Not yet available",
			["not-planned"] = "Not planned",
		},
		impact = {
			["code-execution"] = "Arbitrary code execution",
			["script-execution"] = "Arbitrary script execution", intrusion = "Intrusion",
			["privilege-escalation"] = "Privilege escalation",
			["authentication-bypass"] = "Authentication bypass",
			["security-bypass"] = "Security feature bypass",
			["information-disclosure"] = "Information disclosure", tampering = "Tampering",
			["data-loss"] = "Loss or encryption of data", ["denial-of-service"] = "Denial of service (DoS)",
			spoofing = "Spoofing", fraud = "Fraud", unknown = "Under investigation", other = "Other",
		},
		exploitation = {
			observed = "Exploitation confirmed", ["proof-of-concept"] = "Public proof of concept",
			["none-known"] = "No known exploitation", unknown = "Unknown",
		},
		reason = {
			duplicate = "Duplicate", superseded = "Superseded",
			["not-a-vulnerability"] = "Not a vulnerability", ["wrong-product"] = "Wrong product",
			incorrect = "Incorrect content", ["published-in-error"] = "Published in error",
			legal = "Legal reasons", other = "Other reason",
		},
		event = {
			published = "Published", substantive = "Updated", correction = "Corrected",
			final = "Became final", editorial = "Editorial change", withdrawn = "Withdrawn",
			reinstated = "Reinstated", redacted = "Redacted",
			["translation-published"] = "Translation published",
			["translation-substantive"] = "Translation updated",
			["translation-editorial"] = "Translation: editorial change",
			["translation-removed"] = "Translation removed",
		},
		section = {
			overview = "Overview", details = "Details", affected = "Affected products", impact = "Impact",
			threat = "Threat status", detection = "Detection", solution = "Solution",
			workaround = "Workarounds", mitigation = "Mitigations", ["side-effects"] = "Side effects",
			response = "If you are affected", references = "References", contact = "Contact",
			history = "Revision history", credits = "Acknowledgements",
		},
		indicator = {
			["ipv4"] = "IPv4 address", ["ipv6"] = "IPv6 address", domain = "Domain name", url = "URL",
			email = "Email address", ["md5"] = "MD5 hash", ["sha1"] = "SHA-1 hash",
			["sha256"] = "SHA-256 hash", filename = "File name",
		},
		reference = {
			advisory = "Advisory", fix = "Fix", report = "Report", article = "Article",
			evidence = "Evidence", detection = "Detection", package = "Package page", web = "Web page",
		},
		remediation = {
			["vendor-fix"] = "Vendor fix", mitigation = "Mitigation", workaround = "Workaround",
			["none-available"] = "No fix available", ["no-fix-planned"] = "No fix planned",
		},
		fact = {
			title = "Title", summary = "Summary", body = "Text", status = "Status", kind = "Kind",
			exercise = "Exercise", audience = "Intended readers", affected = "Affected versions",
			impact = "Impact", exploitation = "Exploitation", cve = "CVE ID", cwe = "CWE", cvss = "CVSS",
			severity = "Severity", vulnerabilities = "Vulnerabilities", remediations = "Remediations",
			indicators = "Indicators of compromise", references = "References", credits = "Acknowledgements",
			related = "Related advisories", supersedes = "Supersedes", tags = "Tags", tlp = "Sharing",
			first_published = "First published", next_update = "Next update", withdrawn = "Withdrawal",
			redact = "Redaction", attachments = "Attachments",
		},
		exercise = {yes = "Yes", absent = "No"},
		tlp = {clear = "TLP:CLEAR (no limit on sharing)"},
		language = {ja = "Japanese", en = "English"},
		publisher = {
			coordinator = "Coordinator", discoverer = "Discoverer", other = "Other",
			translator = "Translator", user = "User", vendor = "Vendor",
		},
	},

	-- Headings by which sections are known; the first is the usual one.
	sections = {
		overview = {"Overview", "Summary", "Introduction"},
		details = {"Details", "Technical details"},
		affected = {"Affected products", "Affected", "Affected systems", "Affected versions"},
		impact = {"Impact"},
		threat = {"Threat status", "Threat", "Exploitation"},
		detection = {"Detection", "How to check"},
		solution = {"Solution", "Fix", "Remediation"},
		workaround = {"Workarounds", "Workaround"},
		mitigation = {"Mitigations", "Mitigation"},
		["side-effects"] = {"Side effects"},
		response = {"If you are affected", "Response"},
		references = {"References"},
		contact = {"Contact", "Contacts"},
		history = {"Revision history", "Change history"},
	},

	-- Chapters of a description of the team by RFC 2350; the first is the usual one.
	rfc2350 = {
		document = {"Document Information", "About this Document"},
		contact = {"Contact Information"},
		charter = {"Charter"},
		policies = {"Policies"},
		services = {"Services"},
		forms = {"Incident Reporting Forms", "Incident Reporting Form"},
		disclaimers = {"Disclaimers", "Disclaimer"},
	},

	draft = {
		mark = "(FILL IN: {what})",
		note = "Replace every (FILL IN: …), and take out the lines and sections that are not needed. `shirase check` names what is left.",
		facts = {
			title = "the product and the kind of flaw, such as “Authentication bypass in RJ-200 routers”",
			summary = "who can do what to whom, and what to do about it, in one or two sentences",
			audience = "one or more of {values}",
			vendor = "the vendor's name",
			product = "the product's name",
			type = "one of {values}",
			versions = "the versions affected, such as <1.4.7 or >=1.2 <1.4.7",
			fixed = "the first version with the fix, such as 1.4.7",
			fix = "one of {values}",
			impact = "one or more of {values}",
			exploitation = "one of {values}",
			cve = "the CVE ID",
			cvss = "the CVSS vector, of version 3.1 or 4.0",
			reference = "the address of the vendor's notice",
			withdrawn = "what was wrong with it, and what readers should rely on instead",
		},
		sections = {
			overview = "which product has which flaw, what an attacker can do with it, and what to do. Three sentences will do.",
			affected = "which products in which versions, which version has the fix, what is not affected, and how to find out the version. Where there is no product: who is targeted.",
			impact = "what can happen, and to whom, and what cannot. Name the harm, not how bad it is.",
			threat = "as of which day, whether it is used in attacks, where, and by whose account; whether attack code is public.",
			details = "the technical background, for those who check or defend systems.",
			detection = "in which log or place which trace shows an attack, since when to look, and what to do if it is found.",
			solution = "what to update or change, to which version, and how to check that it worked.",
			workaround = "what prevents the attack for those who cannot update now: condition, steps, how to undo them.",
			mitigation = "what makes the attack harder or the harm less without preventing it.",
			["side-effects"] = "what stops or changes while the solution or a workaround is applied, and for how long. “None” is an answer.",
			response = "what to do now, in which order, and whom to tell.",
			references = "notices of the vendor and others, with what each of them says.",
			contact = "whom to ask about this advisory, and whom about the product.",
		},
		information = {
			overview = "what changes, from when, and for whom. If readers have to do something, say so first.",
			details = "the background, for those who want to know more.",
			references = "where to read more.",
			contact = "whom to ask about this notice.",
		},
	},
}

return locale
