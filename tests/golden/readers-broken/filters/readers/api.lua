return {api = 2, read = function() end}
