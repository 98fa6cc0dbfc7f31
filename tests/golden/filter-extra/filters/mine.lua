-- What was emphasised, for the templates.
return {
	api = 1,
	Emph = function(node)
		local extra = advisory.extra
		extra.emphasis = extra.emphasis or {}
		table.insert(extra.emphasis, shirase.plain(node))
	end,
}
