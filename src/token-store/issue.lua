#!lua
-- Keeps a grant under a token's digest until it expires.
-- KEYS: 1 the token, 2 the counts of live tokens. ARGV: 1 the grant as JSON, 2 seconds to live.
-- Answers 1, or 0 where the digest is taken. Refused by Redis as a whole when memory is short.

-- A token belongs to the reign it was issued in: a restart or a promotion gives Redis a new replication id, and brings
-- back what had been spent when the data is older than the reign.
local reign = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local time = redis.call('TIME')
local now = tonumber(time[1])
local ttl = tonumber(ARGV[2])
-- The second after which it is certainly gone.
local expires = now + ttl + (tonumber(time[2]) > 0 and 1 or 0)
local value = reign .. ' ' .. expires .. ' ' .. ttl .. ' ' .. ARGV[1]
if not redis.call('SET', KEYS[1], value, 'EX', ttl, 'NX') then return 0 end

-- Counts by second of expiry, so that nothing ever has to be scanned; dropped with the reign.
if redis.call('HGET', KEYS[2], 'reign') ~= reign then
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[2], 'reign', reign)
end
if redis.call('HINCRBY', KEYS[2], expires .. ':tokens', 1) == 1 then
  for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
    local second = tonumber(string.match(field, '^%d+'))
    if second and second < now then redis.call('HDEL', KEYS[2], field) end
  end
end
redis.call('HINCRBY', KEYS[2], expires .. ':bytes', #KEYS[1] + #value)
redis.call('EXPIRE', KEYS[2], 600)
return 1
