#!lua
-- Keeps a grant under a token's digest until it expires, if there is room for it.
-- KEYS: 1 the token, 2 the counts of all live tokens, 3 those of its principal, 4 the counters of revocations. ARGV: 1 the
-- grant as JSON, 2 seconds to live, 3 bytes that all live tokens may take, 4 bytes that those of one principal may take.
-- Returns {'kept'}, {'taken'}, {'full'}, or {'over_share', the seconds until the first of the principal's tokens expires}.
-- Refused by Redis as a whole when memory is short. Begins with generations.lua.

-- About what Redis itself takes for a key that expires.
local OVERHEAD = 150

-- A token belongs to the replication id under which it was issued: a restart or a promotion gives Redis a new one, and
-- may bring back tokens that were spent under the old one.
local replication_id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local time = redis.call('TIME')
local now = tonumber(time[1])
local ttl = tonumber(ARGV[2])
-- The second after which it is certainly gone.
local expires = now + ttl + (tonumber(time[2]) > 0 and 1 or 0)
-- The generation goes last into the grant; where nothing was ever revoked there is none.
local generation = newest_generation(KEYS[4])
local grant = generation == 0 and ARGV[1] or string.sub(ARGV[1], 1, -2) .. ',"generation":' .. generation .. '}'
local value = replication_id .. ' ' .. expires .. ' ' .. ttl .. ' ' .. grant
local size = #KEYS[1] + #value + OVERHEAD

-- Counts by second of expiry, so that nothing ever has to be scanned; `bytes` is their sum. What has expired is dropped
-- from them once a second, and the sum made anew.
local function bytesOf(key, counted, bytes)
  if tonumber(counted) == now then return tonumber(bytes) or 0 end
  local sum = 0
  local counts = redis.call('HGETALL', key)
  for i = 1, #counts, 2 do
    local second, what = string.match(counts[i], '^(%d+):(%a+)$')
    if second and tonumber(second) <= now then redis.call('HDEL', key, counts[i])
    elseif what == 'bytes' then sum = sum + math.max(0, tonumber(counts[i + 1]) or 0) end
  end
  redis.call('HSET', key, 'counted', now, 'bytes', sum)
  redis.call('EXPIRE', key, 600)
  return sum
end

-- Somebody else may have put something else there; no token is refused for that.
local function fields(key, ...)
  local values = redis.pcall('HMGET', key, ...)
  if not values.err then return values end
  redis.call('DEL', key)
  return redis.call('HMGET', key, ...)
end

local function firstExpiry(key)
  local first = expires
  for _, field in ipairs(redis.call('HKEYS', key)) do
    first = math.min(first, tonumber(string.match(field, '^(%d+):')) or first)
  end
  return first
end

-- The counts of all tokens begin anew under a new replication id. Those of a principal do not, since its stale tokens
-- still take memory. (The field's name is that of 1.0.0.)
local of_bytes, of_tokens = expires .. ':bytes', expires .. ':tokens'
local all = fields(KEYS[2], 'reign', 'counted', 'bytes', of_bytes, of_tokens)
if all[1] ~= replication_id then
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[2], 'reign', replication_id)
  all = { replication_id }
end
local sum = bytesOf(KEYS[2], all[2], all[3]) + size
if sum > tonumber(ARGV[3]) then return { 'full' } end
local own = fields(KEYS[3], 'counted', 'bytes', of_bytes)
local own_sum = bytesOf(KEYS[3], own[1], own[2]) + size
if own_sum > tonumber(ARGV[4]) then
  return { 'over_share', firstExpiry(KEYS[3]) - now }
end

if not redis.call('SET', KEYS[1], value, 'EX', ttl, 'NX') then return { 'taken' } end
local bytes, tokens = (tonumber(all[4]) or 0) + size, (tonumber(all[5]) or 0) + 1
redis.call('HSET', KEYS[2], 'bytes', sum, of_bytes, bytes, of_tokens, tokens)
redis.call('HSET', KEYS[3], 'bytes', own_sum, of_bytes, (tonumber(own[3]) or 0) + size)
return { 'kept' }
