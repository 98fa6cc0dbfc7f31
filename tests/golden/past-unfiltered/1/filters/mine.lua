-- Takes no emphasis: a document that has some cannot be filtered.
return {
	api = 1,
	Emph = function() error("no emphasis here") end,
}
