#!lua flags=allow-oom
-- Brings back what a failover or somebody else lost of the revocations, and tells all instances to read them again if
-- anything was missing. Runs even when memory is short. Begins with records.lua.
-- ARGV: 1 generations to keep, 2 newest, 3 floor, 4 whether the control stream is to be made anew, then for each
--       generation: key, generation. Returns whether anything was missing.

local known = ask('HMGET', counters, 'newest', 'floor')
local newest, floor = tonumber(ARGV[2]), tonumber(ARGV[3])
local missing = newest > (tonumber(known[1]) or 0)
if floor > (tonumber(known[2]) or 0) then
  redis.call('HSET', counters, 'floor', floor)
  missing = true
end
for i = 5, #ARGV, 2 do
  if ask('ZADD', generations, 'GT', 'CH', ARGV[i + 1], ARGV[i]) == 1 then missing = true end
end
if ARGV[4] == '1' then
  redis.call('DEL', control)
  missing = true
end
if not missing then return 0 end
local number = next_number(newest)
if #ARGV > 4 then forget(tonumber(ARGV[1])) end
tell(number, '')
return 1
