return {api = 1, read = function() end, reads = 1, also = 2}
