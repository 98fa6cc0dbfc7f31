return {
	api = 1,
	Heading = function()
		local all = {}
		for i = 1, 1e9 do all[i] = ("x"):rep(1000) .. i end
	end,
}
