#!lua flags=no-writes
-- Reads a page of the generations of revoked principals and streams, in ascending order.
-- KEYS: 1 the counters, 2 the generations, 3 the control stream. ARGV: 1 the first generation, for ZRANGE, 2 how many.
-- Returns {newest, floor, 1 if the control stream can be used else 0, {key, generation, ...}}.

-- Returns the reply, or `otherwise` if it is an error or no table.
local function sound(reply, otherwise)
  return type(reply) == 'table' and not reply.err and reply or otherwise
end

local counters = sound(redis.pcall('HMGET', KEYS[1], 'newest', 'floor'), {})
local newest = tonumber(counters[1]) or 0
local last = sound(redis.pcall('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1), false)
local control_usable = last and (not last[1] or tonumber(string.match(last[1][1], '^%d+')) <= newest)
local page = redis.pcall('ZRANGE', KEYS[2], ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
return { newest, tonumber(counters[2]) or 0, control_usable and 1 or 0, sound(page, {}) }
