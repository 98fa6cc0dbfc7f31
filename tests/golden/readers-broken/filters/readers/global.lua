count = 1
return {api = 1, read = function() end}
