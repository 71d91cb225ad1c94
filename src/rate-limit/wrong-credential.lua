#!lua flags=allow-oom
-- Counts a wrong credential of an address: a repeat counts once in a window. After so many different ones all are refused for
-- the window, then for twice as long each time. Runs even when Redis is out of memory: what it stores is bounded.
-- KEYS: 1 the addresses, by when each was touched last, 2 the account of this one, 3 the prefix of all accounts. An account is
--       a hash: for each wrong credential when it first came (ms), `until` and `last` of the last refusal (ms).
-- ARGV: 1 the address, 2 what stands for the credential, 3 the window, ms, 4 different ones in it, 5 the longest refusal, ms,
--       after which it is remembered for as long, 6 addresses that are kept.
-- Returns the ms for which wrong credentials of the address are refused, 0 if they are not.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window, different, longest = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

-- Runs a command. A key that holds another type, which another program wrote, is deleted first.
local function call_or_reset(command, key, ...)
  local reply = redis.pcall(command, key, ...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  redis.call('DEL', key)
  return redis.call(command, key, ...)
end

local function touch()
  call_or_reset('ZADD', KEYS[1], now, ARGV[1])
  if redis.call('ZCARD', KEYS[1]) > tonumber(ARGV[6]) then
    redis.call('DEL', KEYS[3] .. redis.call('ZPOPMIN', KEYS[1])[1])
  end
  for _, key in ipairs({ KEYS[1], KEYS[2] }) do redis.call('EXPIRE', key, math.ceil(2 * longest / 1000)) end
end

local account = call_or_reset('HGETALL', KEYS[2])
local count, refused_until, last = 0, 0, 0
local is_known = false
for i = 1, #account, 2 do
  local field, value = account[i], tonumber(account[i + 1]) or 0
  if field == 'until' then refused_until = value
  elseif field == 'last' then last = value
  elseif value + window <= now then redis.call('HDEL', KEYS[2], field)
  else
    count = count + 1
    is_known = is_known or field == ARGV[2]
  end
end

if refused_until > now then
  touch()
  return refused_until - now
end
if is_known then return 0 end
if count + 1 < different then
  redis.call('HSET', KEYS[2], ARGV[2], now)
  touch()
  return 0
end
if refused_until + longest <= now then last = 0 end
last = math.min(longest, math.max(window, 2 * last))
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'until', now + last, 'last', last)
touch()
return last
