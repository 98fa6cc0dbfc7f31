return {api = 1, read = function() end}
