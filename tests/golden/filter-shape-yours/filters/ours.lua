return {
	api = 1,
	Heading = function() return 42 end,
}
