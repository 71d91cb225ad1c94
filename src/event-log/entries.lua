#!lua flags=no-writes
-- Reads entries of the event log by their ids. KEYS: 1 the stream. ARGV: the ids.
-- Returns the text of each, in the order of the ids; false for an id without an entry. entry.lua is put before this script.

local texts = {}
for i, id in ipairs(ARGV) do
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  texts[i] = entry and text_of(entry) or false
end
return texts
