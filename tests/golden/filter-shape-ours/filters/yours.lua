return {
	Heading = function() end,
}
