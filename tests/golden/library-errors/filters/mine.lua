-- Each type asks for another library.
return {
	api = 1,
	Heading = function() library("good").check(library("goof")) end,
	Emph = function() return library("broken") end,
	Strong = function() library("good").check("") end,
	Link = function() library("circle") end,
	Document = {enter = function() assert(library("good").name == "ours") end},
}
