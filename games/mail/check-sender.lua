-- Runs in OpenDKIM before it signs. Postfix compares the envelope sender with the login; people see the header From, and
-- its domain chooses the key. So the header has to name that sender, or the login itself: a receipt has no envelope sender.
local function addressOf(header)
  -- A name in quotes may have any text in it.
  local text = header:gsub('"[^"\\]*"', ""):gsub("%s+", " ")
  local inBrackets = text:match("^[^<>@,;:]*<([^<>%s,;:]+)> ?$")
  if inBrackets then return inBrackets:lower() end
  local alone = text:match("^ ?([^<>%s,;:()]+) ?$")
  return alone and alone:lower()
end

local function plain(address)
  return (address or ""):gsub("^<(.*)>$", "%1"):lower()
end

local header = odkim.get_header(ctx, "From", 0)
local second = odkim.get_header(ctx, "From", 1)
local sender = plain(odkim.get_envfrom(ctx))
local login = plain(odkim.get_mtasymbol(ctx, "{auth_authen}"))
local from = header and addressOf(header)

-- Customers submit with a login. Without one it is Dovecot on port 26 with an automatic answer, whose sender is empty.
local isAnswer = login == "" and sender == ""

if second ~= nil or from == nil or (from ~= sender and from ~= login and not isAnswer) then
  -- Without a text of its own: set_reply ends OpenDKIM 2.11.
  odkim.set_result(ctx, SMFIS_REJECT)
end

return nil
