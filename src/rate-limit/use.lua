#!lua flags=allow-oom
-- Takes uses of a key, all or none, or gives some back. What is kept of a key is the time at which it will have all its uses again
-- (GCRA); nothing is kept of one that has. Runs even when memory is short, so that there is a limit then, too.
-- KEYS: 1 the key. ARGV: 1 µs after which one use comes back, 2 how many there are, 3 how many are taken; less than 0:
-- how many are given back.
-- Returns 0, or the ms after which there will be as many to take.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local refill = tonumber(ARGV[1])
local all = ARGV[2] * refill

-- Whatever the value says, whoever wrote it: never more than all are missing, and never less than none.
local whole = tonumber(redis.call('GET', KEYS[1])) or now
whole = math.min(math.max(now, whole), now + all) + ARGV[3] * refill

local wait = whole - all - now
if wait > 0 then return math.ceil(wait / 1000) end

if whole > now then
  redis.call('SET', KEYS[1], string.format('%.0f', whole), 'PX', math.ceil((whole - now) / 1000))
else
  redis.call('DEL', KEYS[1])
end
return 0
