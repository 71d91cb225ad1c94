#!lua flags=no-writes
-- Fetches entries by their ids. KEYS: 1 the stream. ARGV: the ids.
-- Returns the text of each, in order; false for one that is no more. Begins with entry.lua.

local texts = {}
for i, id in ipairs(ARGV) do
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  texts[i] = entry and text_of(entry) or false
end
return texts
