#!lua flags=no-writes
-- Reads generations in ascending order, from one on.
-- KEYS: 1 the counters, 2 the generations, 3 the control stream. ARGV: 1 where to begin, as ZRANGE wants it, 2 how many.
-- Returns {newest, floor, whether revocations can be told over the control stream, {key, generation, ...}}.

local function sound(reply, otherwise)
  return type(reply) == 'table' and not reply.err and reply or otherwise
end

local counters = sound(redis.pcall('HMGET', KEYS[1], 'newest', 'floor'), {})
local newest = tonumber(counters[1]) or 0
local last = sound(redis.pcall('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1), false)
local told = last and (not last[1] or tonumber(string.match(last[1][1], '^%d+')) <= newest)
local page = redis.pcall('ZRANGE', KEYS[2], ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
return { newest, tonumber(counters[2]) or 0, told and 1 or 0, sound(page, {}) }
