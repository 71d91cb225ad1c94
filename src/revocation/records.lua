-- Functions of the scripts that write revocations; put before each of them.
-- KEYS: 1 the counters, 2 the generations, 3 the control stream.

local counters, generations, control = KEYS[1], KEYS[2], KEYS[3]
-- Numbers that are skipped after a failover or a restart, so that no number of a lost revocation is given again.
local SKIPPED = 1000000
-- As many as resumptions leave there, see token-store/resume-entries.lua.
local CONTROL_ENTRIES = 10000

-- Runs a command. A key that holds another type, which another program wrote, is deleted first.
local function call_or_reset(command, key, ...)
  local reply = redis.pcall(command, key, ...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) then error(reply) end
  redis.call('DEL', key)
  return redis.call(command, key, ...)
end

-- Returns the number of the next revocation, higher than `least`. (The hash field `reign` holds the replication id; for the
-- name see token-store/issue.lua.)
local function next_number(least)
  local replication_id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
  local known = call_or_reset('HMGET', counters, 'newest', 'reign')
  local newest = math.max(tonumber(known[1]) or 0, least)
  if newest > 0 and known[2] ~= replication_id then newest = newest + SKIPPED end
  redis.call('HSET', counters, 'newest', newest + 1, 'reign', replication_id)
  return newest + 1
end

-- Tells all instances that `key` has the generation `number` now; with an empty key, that they must read all generations.
local function notify(number, key)
  local id = string.format('%.0f-0', number)
  local reply = redis.pcall('XADD', control, 'MAXLEN', CONTROL_ENTRIES, id, 'revoked', key)
  if type(reply) == 'string' then return end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) and not string.find(reply.err, 'ID', 1, true) then error(reply) end
  -- Another program wrote to the key: it holds another type, or a higher id.
  redis.call('DEL', control)
  redis.call('XADD', control, id, 'revoked', key)
end

-- Removes the oldest generations beyond `most`, and raises the floor, the generation of all others, to the newest of them. So
-- nothing that was revoked becomes valid again.
local function trim(most)
  local excess = redis.call('ZCARD', generations) - most
  if excess <= 0 then return end
  local removed = redis.call('ZPOPMIN', generations, excess)
  local floor = tonumber(redis.call('HGET', counters, 'floor')) or 0
  redis.call('HSET', counters, 'floor', math.max(floor, tonumber(removed[#removed])))
end
