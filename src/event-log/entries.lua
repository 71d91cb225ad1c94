#!lua flags=no-writes
-- Fetches entries by their ids; one that is no more is left out.
-- KEYS: 1 the stream. ARGV: the ids.

local entries = {}
for _, id in ipairs(ARGV) do entries[#entries + 1] = redis.call('XRANGE', KEYS[1], id, id)[1] end
return entries
