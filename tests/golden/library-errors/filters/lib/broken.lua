local words = {}

return words.all[1]
