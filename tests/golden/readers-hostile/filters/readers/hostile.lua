-- Does what the file says: its first line names a function below.
local deeds = {}

local function good()
  return {title = "Fine", status = "final", affected = {{product = "Reiji", versions = {"<1.2"}}}, impact = "unknown",
    exploitation = "unknown", severity = "low"}
end

function deeds.fine() return {front = good(), lang = "en", body = "A text.\n", body_line = 2, lines = {title = 1}} end
function deeds.null() return nil end
function deeds.text() return "nonsense" end
function deeds.lacking() return {} end
function deeds.list() return {front = {"a", "b"}} end
function deeds.extra() return {front = good(), bodies = "x"} end
function deeds.functions() return {front = {title = "x", status = function() end}} end
function deeds.boolean() return {front = {title = "x", exercise = true}} end
function deeds.fraction() return {front = {title = 1.5}} end
function deeds.cycle() local t = good() t.affected[1].affected = t return {front = t} end
function deeds.deep() local t = {} for _ = 1, 100 do t = {t} end return {front = {title = t}} end
function deeds.huge() return {front = {title = string.rep("x", 70000)}} end
function deeds.many() local t = {} for i = 1, 300000 do t[i] = {} end return {front = {tags = t}} end
function deeds.mixed() return {front = {title = "x", affected = {"a", b = "c"}}} end
function deeds.invalid() return {front = {title = "\xff"}} end
function deeds.invalidkey() return {front = {["\xff"] = "x"}} end
function deeds.zero() return {front = {title = "a\0b"}} end
function deeds.hidden() local t = good() t.title = "a\u{202e}b" t.summary = "x\27y" return {front = t, lines = {title = 2}} end
function deeds.bodyline() return {front = good(), body = "x", body_line = 10 ^ 9 // 1 | 0} end
function deeds.bodyzero() return {front = good(), body = "x", body_line = 0} end
function deeds.bodykind() return {front = good(), body = {}} end
function deeds.bodybytes() return {front = good(), body = "\xff\xfe"} end
function deeds.bodylarge() return {front = good(), body = string.rep("x", 1100000)} end
function deeds.bodyhidden() return {front = good(), body = "x\ny\u{200b}\n", body_line = 2} end
function deeds.lines() return {front = good(), lines = {title = 99}} end
function deeds.lineskind() return {front = good(), lines = "x"} end
function deeds.language() return {front = good(), lang = "ja"} end
function deeds.languagekind() return {front = good(), lang = {}} end
function deeds.unknown() local t = good() t.titel = "x" t.severity = "enormous" return {front = t, lines = {titel = 3, severity = 4}} end
function deeds.untitled() return {front = {status = "final"}} end
function deeds.fail() shirase.fail(3, "the third line is wrong") end
function deeds.faraway() shirase.fail(300, "a line that is not there is wrong") end
function deeds.caught() pcall(shirase.fail, 1, "not said") return {front = good(), body_line = 2} end
function deeds.failkind() shirase.fail("x") end
function deeds.missing() shirase.link("x") end
function deeds.raise() error("it says " .. string.rep("no", 600)) end
function deeds.raisetable() error({}) end
function deeds.raisebytes() error("\xff\n\27[31mred") end
function deeds.endless() while true do end end
function deeds.endlesspcall() while true do pcall(error) end end
function deeds.memory() local t = {} for i = 1, math.maxinteger do t[i] = string.rep("x", 1000) .. i end end
function deeds.global() shared = 1 end
function deeds.facts() return {front = {title = advisory.title}} end
function deeds.change() shirase.fail = nil end

return {
  api = 1,
  name = "hostile",
  identify = function(path)
    local name = path:match("([^/]*)%.txt$")
    if name == "README" then
      return nil
    elseif name == "way-out" then
      return "../x", "en"
    elseif name == "reserved" then
      return "archive.json", "en"
    elseif name == "scheme" then
      return "OTHER-1", "en"
    elseif name == "tongue" then
      return "EX-2020-9001", "fr"
    elseif name == "tonguekind" then
      return "EX-2020-9002", 7
    elseif name == "idkind" then
      return {}, "en"
    elseif name == "raises" then
      error("no name for this")
    elseif name == "first" then
      return "EX-2020-9004"
    end
    return (name:gsub("^n", "EX-2020-")), "en"
  end,
  read = function(path, bytes)
    return deeds[bytes:match("^%l+")]()
  end,
}
