return {
	api = 1,
	Document = function()
		while true do
			pcall(error)
		end
	end,
}
