#!lua
-- Issues a token: stores its grant under the digest of the token until it expires, if there is room for it.
-- KEYS: 1 the token, 2 the counts of all live tokens, 3 those of its principal, 4 the counters of revocations.
-- ARGV: 1 the grant as JSON, 2 seconds to live, 3 bytes that all live tokens may take, 4 bytes that one principal's may take.
-- Returns {'kept'}, {'taken'} (the digest exists already), {'full'}, or {'over_share', seconds until the first of the
-- principal's tokens expires}. Redis refuses the script when it is out of memory. revocation/generations.lua is put before it.

-- Bytes that Redis takes for a key with an expiry, beside its name and value, about.
local OVERHEAD = 150

-- A token belongs to the replication id under which it was issued: a restart or a promotion gives Redis a new one, and
-- may bring back tokens that were spent under the old one.
local replication_id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
-- A whole number as text. Lua and Redis themselves write numbers as if they had fractions, which takes several times as long.
local function int(value) return string.format('%d', value) end

local time = redis.call('TIME')
local now = tonumber(time[1])
local ttl = tonumber(ARGV[2])
-- The second at whose end the token has expired.
local expires = now + ttl + (tonumber(time[2]) > 0 and 1 or 0)
-- The generation is the last field of the grant. It is left out while nothing was ever revoked.
local generation = newest_generation(KEYS[4])
local grant = generation == 0 and ARGV[1] or string.sub(ARGV[1], 1, -2) .. ',"generation":' .. generation .. '}'
local expiry = int(expires)
local value = replication_id .. ' ' .. expiry .. ' ' .. ARGV[2] .. ' ' .. grant
local size = #KEYS[1] + #value + OVERHEAD

-- Returns the bytes of the live tokens in a hash of counts. The hash has counts for each second in which tokens expire, so no
-- keys have to be scanned, and their sum in `bytes`. Once a second the expired counts are deleted and the sum computed again.
local function live_bytes(key, counted, bytes)
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

-- Reads fields of a hash. A key that holds another type, which another program wrote, is deleted, so that tokens can be issued.
local function fields(key, ...)
  local values = redis.pcall('HMGET', key, ...)
  if not values.err then return values end
  redis.call('DEL', key)
  return redis.call('HMGET', key, ...)
end

local function first_expiry(key)
  local first = expires
  for _, field in ipairs(redis.call('HKEYS', key)) do
    first = math.min(first, tonumber(string.match(field, '^(%d+):')) or first)
  end
  return first
end

-- Under a new replication id the counts of all tokens start again. Those of a principal do not, since its stale tokens still
-- take memory. (The hash field `reign` holds the replication id. Version 1.0.0 named it so, and instances of several versions
-- share the hash.)
local of_bytes, of_tokens = expiry .. ':bytes', expiry .. ':tokens'
local all = fields(KEYS[2], 'reign', 'counted', 'bytes', of_bytes, of_tokens)
if all[1] ~= replication_id then
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[2], 'reign', replication_id)
  all = { replication_id }
end
local sum = live_bytes(KEYS[2], all[2], all[3]) + size
if sum > tonumber(ARGV[3]) then return { 'full' } end
local own = fields(KEYS[3], 'counted', 'bytes', of_bytes)
local own_sum = live_bytes(KEYS[3], own[1], own[2]) + size
if own_sum > tonumber(ARGV[4]) then
  return { 'over_share', first_expiry(KEYS[3]) - now }
end

if not redis.call('SET', KEYS[1], value, 'EX', ARGV[2], 'NX') then return { 'taken' } end
local bytes, tokens = (tonumber(all[4]) or 0) + size, (tonumber(all[5]) or 0) + 1
redis.call('HSET', KEYS[2], 'bytes', int(sum), of_bytes, int(bytes), of_tokens, int(tokens))
redis.call('HSET', KEYS[3], 'bytes', int(own_sum), of_bytes, int((tonumber(own[3]) or 0) + size))
return { 'kept' }
