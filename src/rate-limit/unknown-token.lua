#!lua flags=allow-oom
-- Counts an unknown token of an address. Each counts for a part of the window, one after the other. Runs even when Redis is out
-- of memory: what it stores is bounded.
-- KEYS: 1 the addresses, each with the time (ms) at which none of its unknown tokens will count any more.
-- ARGV: 1 the address, 2 the window, ms, 3 ms for which one counts, 4 addresses that are kept.
-- Returns the ms until none counts any more.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local known = redis.pcall('ZSCORE', KEYS[1], ARGV[1])
if type(known) == 'table' then
  -- Another program wrote to the key: it holds another type.
  redis.call('DEL', KEYS[1])
  known = nil
end
local clear_at = math.min(now + ARGV[2], math.max(now, tonumber(known) or 0) + ARGV[3])
redis.call('ZADD', KEYS[1], string.format('%.3f', clear_at), ARGV[1])
-- The first to go are those that count for nothing any more, then those with the fewest.
if redis.call('ZCARD', KEYS[1]) > tonumber(ARGV[4]) then redis.call('ZPOPMIN', KEYS[1]) end
redis.call('EXPIRE', KEYS[1], math.ceil(ARGV[2] / 1000))
return math.ceil(clear_at - now)
