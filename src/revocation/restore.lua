#!lua flags=allow-oom
-- Writes back revocations that an instance knows and Redis has lost, after a failover or because another program deleted them.
-- If any was missing, it tells all instances to read the revocations again. Runs even when Redis is out of memory.
-- records.lua is put before this script.
-- ARGV: 1 generations to keep, 2 the newest number, 3 the floor, 4 '1' to delete the control stream, else '0',
--       then two for each generation: key, generation. Returns 1 if anything was missing, else 0.

local known = call_or_reset('HMGET', counters, 'newest', 'floor')
local newest, floor = tonumber(ARGV[2]), tonumber(ARGV[3])
local missing = newest > (tonumber(known[1]) or 0)
if floor > (tonumber(known[2]) or 0) then
  redis.call('HSET', counters, 'floor', floor)
  missing = true
end
for i = 5, #ARGV, 2 do
  if call_or_reset('ZADD', generations, 'GT', 'CH', ARGV[i + 1], ARGV[i]) == 1 then missing = true end
end
if ARGV[4] == '1' then
  redis.call('DEL', control)
  missing = true
end
if not missing then return 0 end
local number = next_number(newest)
if #ARGV > 4 then trim(tonumber(ARGV[1])) end
notify(number, '')
return 1
