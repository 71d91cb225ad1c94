#!lua flags=allow-oom
-- The rate limiter (GCRA): takes uses of a key, all or none, or gives some back. The value of a key is the time (µs) at which it
-- will have its whole burst again; a key that has it is deleted. Runs even when Redis is out of memory, to limit then, too.
-- KEYS: 1 the key. ARGV: 1 µs after which one use is refilled, 2 the burst, 3 uses to take; a negative number gives uses back.
-- Returns 0 if they were taken, else the ms until there are as many.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local refill = tonumber(ARGV[1])
local burst = ARGV[2] * refill

-- Another program may have written the value, so it is bounded: between no use and the whole burst is missing.
local full_at = tonumber(redis.call('GET', KEYS[1])) or now
full_at = math.min(math.max(now, full_at), now + burst) + ARGV[3] * refill

local wait = full_at - burst - now
if wait > 0 then return math.ceil(wait / 1000) end

if full_at > now then
  redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
else
  redis.call('DEL', KEYS[1])
end
return 0
