#!lua flags=allow-oom
-- Redeems a token: returns its grant to one caller only, and not after that caller has given up.
-- KEYS: 1 the token, 2 its tombstone, 3 the counts of all live tokens, 4 the prefix of the keys with a principal's counts,
--       5 the counters of revocations, 6 the generations, 7 the tombstone that a version before 3.0.0 leaves.
-- ARGV: 1 the deadline, in ms of Redis' clock, 2… principals whose tokens are deferred: they stay redeemable. '*' stands for
--       all that have a limit on streams of their own.
-- Returns {'redeemed', grant}, {'deferred', grant}, {'late'}, or {'used' | 'stale' | 'revoked' | 'unknown', the principal that
-- the token was issued to, if it is known}. Runs even when Redis is out of memory. revocation/generations.lua is put before
-- this script.

-- What a tombstone keeps of a name, bytes. The names of configured principals are shorter.
local NAME_MAX = 256

local time = redis.call('TIME')
local now = tonumber(time[1])
if now * 1000 + math.floor(tonumber(time[2]) / 1000) > tonumber(ARGV[1]) then return { 'late' } end

local value = redis.call(#ARGV > 1 and 'GET' or 'GETDEL', KEYS[1])
if not value then
  local tombstone = redis.call('GET', KEYS[2]) or redis.call('GET', KEYS[7]) or 'unknown'
  return { string.match(tombstone, '^(%a+) ?(.*)$') }
end

local replication_id, expires, ttl, grant = string.match(value, '^(%x+) (%d+) (%d+) (.*)$')
-- The principal is the first field of a grant. The whole grant is parsed only if JSON escapes the name.
local principal = string.match(grant, '^{"principal":"([^"\\\\]*)"') or cjson.decode(grant).principal
local outcome = 'used'
if replication_id ~= string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)') then
  outcome = 'stale'
elseif is_revoked(KEYS[5], KEYS[6], principal, grant) then
  outcome = 'revoked'
end
if #ARGV > 1 then
  for index = 2, #ARGV do
    local named = ARGV[index] == principal or (ARGV[index] == '*' and string.find(grant, '"streamsMax":', 1, true))
    if outcome == 'used' and named then return { 'deferred', grant } end
  end
  redis.call('DEL', KEYS[1])
end
local name = string.sub(principal, 1, NAME_MAX)
redis.call('SET', KEYS[2], outcome .. ' ' .. name, 'EX', ttl)

-- The token's size, as in issue.lua. The token is spent by now, so wrong counts must not keep the script from returning.
local size = #KEYS[1] + #value + 150
local of_bytes, of_tokens = expires .. ':bytes', expires .. ':tokens'
local function subtract(key, tokens)
  local counts = redis.pcall('HMGET', key, 'bytes', of_bytes, of_tokens)
  local sum, bytes = tonumber(counts[1]), tonumber(counts[2])
  if not sum or not bytes then return end
  if tokens == 0 then return redis.pcall('HSET', key, 'bytes', sum - size, of_bytes, bytes - size) end
  local left = (tonumber(counts[3]) or 0) - tokens
  redis.pcall('HSET', key, 'bytes', sum - size, of_bytes, bytes - size, of_tokens, left)
end

subtract(KEYS[4] .. principal, 0)
if outcome == 'stale' then return { 'stale', name } end
subtract(KEYS[3], 1)
if outcome == 'revoked' then return { 'revoked', name } end
return { 'redeemed', grant }
