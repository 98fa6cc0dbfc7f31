return {
  api = 1,
  read = function(path bytes) end,
}
