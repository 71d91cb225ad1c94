#!lua flags=no-writes
-- Counts the open streams of a principal at all instances. ARGV: 1 the principal. leases.lua is put before this script.

local count = 0
for _, name in ipairs(live_names(all_leases())) do
  count = count + (tonumber(redis.pcall('HGET', key('counts', name), ARGV[1])) or 0)
end
return count
