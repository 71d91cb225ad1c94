#!lua flags=no-writes
-- How many streams of a principal are open, at all instances. Begins with leases.lua. ARGV: 1 the principal.

local count = 0
for _, name in ipairs(live_names(all_leases())) do
  count = count + (tonumber(redis.pcall('HGET', key('counts', name), ARGV[1])) or 0)
end
return count
