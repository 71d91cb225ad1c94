-- What the scripts that write revocations share. KEYS: 1 the counters, 2 the generations, 3 the control stream.

local counters, generations, control = KEYS[1], KEYS[2], KEYS[3]
-- Numbers that are left out after a failover or a restart: those of revocations that were lost are not given again.
local LEAP = 1000000
local CONTROL_ENTRIES = 1000

-- The reply to a command. What somebody else put there in place of ours is dropped.
local function ask(command, key, ...)
  local reply = redis.pcall(command, key, ...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) then error(reply) end
  redis.call('DEL', key)
  return redis.call(command, key, ...)
end

-- The next number, higher than `least`.
local function next_number(least)
  local replication_id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
  local known = ask('HMGET', counters, 'newest', 'reign')
  local newest = math.max(tonumber(known[1]) or 0, least)
  if newest > 0 and known[2] ~= replication_id then newest = newest + LEAP end
  redis.call('HSET', counters, 'newest', newest + 1, 'reign', replication_id)
  return newest + 1
end

-- Tells all instances whose generation is `number` now; where `key` is empty, to read all of them.
local function tell(number, key)
  local id = string.format('%.0f-0', number)
  local reply = redis.pcall('XADD', control, 'MAXLEN', CONTROL_ENTRIES, id, 'revoked', key)
  if type(reply) == 'string' then return end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) and not string.find(reply.err, 'ID', 1, true) then error(reply) end
  -- Somebody else's stream, or ids that are further than our numbers.
  redis.call('DEL', control)
  redis.call('XADD', control, id, 'revoked', key)
end

-- Forgets the oldest generations beyond `most`. Everybody gets the newest of those, so that nothing revives.
local function forget(most)
  local excess = redis.call('ZCARD', generations) - most
  if excess <= 0 then return end
  local forgotten = redis.call('ZPOPMIN', generations, excess)
  local floor = tonumber(redis.call('HGET', counters, 'floor')) or 0
  redis.call('HSET', counters, 'floor', math.max(floor, tonumber(forgotten[#forgotten])))
end
