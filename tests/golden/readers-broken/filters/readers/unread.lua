return {api = 1, identify = function() end}
