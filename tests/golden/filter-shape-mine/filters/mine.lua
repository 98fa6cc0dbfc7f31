return {
	api = 1,
	Headings = function() end,
}
