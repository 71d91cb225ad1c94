#!lua flags=no-writes
-- What filters look at, of the entries between two, without their JSON, which would be most of the bytes.
-- KEYS: 1 the stream. ARGV: 1 XRANGE or XREVRANGE, 2 and 3 its bounds, 4 how many entries, 5 how many bytes of them may
--       be looked at, about.
-- Returns {whether all were looked at, {id, what precedes the JSON, bytes of the JSON, ...}}. Begins with entry.lua.

local command, from, to, left, bytes = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local heads, done, chunk = {}, 0, 8
while left > 0 and bytes > 0 do
  local asked = math.min(left, chunk)
  local entries = redis.call(command, KEYS[1], from, to, 'COUNT', asked)
  local looked = 0
  for _, entry in ipairs(entries) do
    local text = text_of(entry)
    local size = json_size(text)
    heads[#heads + 1] = entry[1]
    heads[#heads + 1] = string.sub(text, 1, math.max(0, #text - size - 1))
    heads[#heads + 1] = size
    looked = looked + #text
  end
  if #entries < asked then
    done = 1
    break
  end
  bytes = bytes - looked
  left = left - asked
  from = '(' .. entries[asked][1]
  -- As many more as there are bytes for if they are like these.
  chunk = math.max(1, math.min(256, math.floor(bytes * asked / math.max(1, looked))))
end
return { done, heads }
