local good = {name = "ours"}

function good.check(text)
	if text == "" then error("there is nothing to check") end
end

return good
