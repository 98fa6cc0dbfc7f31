return {
	filter = function(doc)
		local x = = 1
	end,
}
