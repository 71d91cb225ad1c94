#!lua flags=no-writes
-- Reads the fields that filters compare, of a range of entries of the event log, without their JSON, which is most of the bytes.
-- KEYS: 1 the stream. ARGV: 1 XRANGE or XREVRANGE, 2 and 3 the bounds of the range, 4 entries at most, 5 bytes to read, about.
-- Returns {1 if the end of the range was reached else 0, {id, `<type> <module> <severity>`, bytes of the JSON, ...}}.
-- entry.lua is put before this script.

local command, from, to, left, bytes = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local heads, done, chunk = {}, 0, 8
while left > 0 and bytes > 0 do
  local asked = math.min(left, chunk)
  local entries = redis.call(command, KEYS[1], from, to, 'COUNT', asked)
  local read = 0
  for _, entry in ipairs(entries) do
    local text = text_of(entry)
    local size = json_size(text)
    heads[#heads + 1] = entry[1]
    heads[#heads + 1] = string.sub(text, 1, math.max(0, #text - size - 1))
    heads[#heads + 1] = size
    read = read + #text
  end
  if #entries < asked then
    done = 1
    break
  end
  bytes = bytes - read
  left = left - asked
  from = '(' .. entries[asked][1]
  -- As many as the remaining bytes allow if the next entries are as large as these.
  chunk = math.max(1, math.min(256, math.floor(bytes * asked / math.max(1, read))))
end
return { done, heads }
