#!lua flags=allow-oom
-- Takes a token's grant out: for at most one caller, and not once that caller has given up.
-- KEYS: 1 the token, 2 its tombstone, 3 the counts of live tokens. ARGV: 1 Redis time in ms after which it is too late,
-- 2… principals whose tokens are left as they are.
-- Answers {'redeemed', grant}, {'deferred', grant}, {'late'}, or {'used' | 'stale' | 'unknown'}. Runs even when memory is
-- short.

local time = redis.call('TIME')
local now = tonumber(time[1])
if now * 1000 + math.floor(tonumber(time[2]) / 1000) > tonumber(ARGV[1]) then return { 'late' } end

local value = redis.call(#ARGV > 1 and 'GET' or 'GETDEL', KEYS[1])
if not value then return { redis.call('GET', KEYS[2]) or 'unknown' } end

local reign, expires, ttl, grant = string.match(value, '^(%x+) (%d+) (%d+) (.*)$')
local current = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if #ARGV > 1 then
  local principal = reign == current and cjson.decode(grant).principal
  for index = 2, #ARGV do
    if ARGV[index] == principal then return { 'deferred', grant } end
  end
  redis.call('DEL', KEYS[1])
end
local outcome = reign == current and 'used' or 'stale'
redis.call('SET', KEYS[2], outcome, 'EX', ttl)
if outcome == 'stale' then return { 'stale' } end

if redis.call('HEXISTS', KEYS[3], expires .. ':tokens') == 1 then
  redis.call('HINCRBY', KEYS[3], expires .. ':tokens', -1)
  redis.call('HINCRBY', KEYS[3], expires .. ':bytes', -(#KEYS[1] + #value))
end
return { 'redeemed', grant }
