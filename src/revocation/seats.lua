#!lua flags=no-writes
-- Reads the seats of resume entries (see token-store/resume-entries.lua). KEYS: the entries. Returns the number of the last
-- opening for each, '' where there is no entry.

local seats = {}
for index, key in ipairs(KEYS) do
  local value = redis.pcall('GET', key)
  seats[index] = type(value) == 'string' and string.match(value, '^%d+') or ''
end
return seats
