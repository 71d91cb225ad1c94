#!lua
-- Renews the lease of an instance, with what changed since the last time. Begins with leases.lua.
-- ARGV: 1 the lease, 2 seconds until it ends, 3 renewals before this one, 4 `1` if everything is told from the beginning,
-- 5 the status, 6 streams that are not listed after this, 7 `1` if all places are told with this, 8 bytes that the records
-- of a lease may take, 9 those of all; then five lists, each with its length before it: records, ids of records to drop,
-- principals and their counts in turn, places, places to drop.
-- Returns {'lost'} if the store does not have what the renewals before left, or {'renewed', `1` if the records were taken,
-- bytes that more may take}.

-- About what Redis itself takes for a record.
local OVERHEAD = 100

-- The field of the counts that tells whether they are those of the last renewal. No principal has this name.
local RENEWALS = ''

local name = ARGV[1]
local OPEN, COUNTS, PLACES = key('open', name), key('counts', name), key('places', name)
local again = ARGV[4] == '1'
if failed(redis.pcall('HEXISTS', LEASES, name)) then redis.call('DEL', LEASES) end
local leases = all_leases()
local own = leases[name]
local had = own and own.live

if again then
  redis.call('DEL', OPEN, COUNTS)
  if failed(redis.pcall('ZCARD', PLACES)) then redis.call('DEL', PLACES) end
  -- The leases of other instances may be lost as this one was, and their streams be open: nobody knows how many places
  -- there are until each instance that lives has had time to say so.
  if not had and tonumber(ARGV[3]) > 0 then redis.call('SET', KEYS[1] .. 'settling', string.format('%.0f', now + ARGV[2] * 1000), 'EX', ARGV[2]) end
  own = { bytes = 0, records = 0 }
elseif not had or not own.current or own.sequence ~= tonumber(ARGV[3]) or redis.pcall('ZCARD', OPEN) ~= own.records
  or redis.pcall('HGET', COUNTS, RENEWALS) ~= ARGV[3] then
  return { 'lost' }
end

local index = 10
local function list(each, step)
  local length = tonumber(ARGV[index])
  for i = index + 1, index + length, step or 1 do each(ARGV[i], ARGV[i + 1]) end
  index = index + length + 1
end

local others = 0
for other, lease in pairs(leases) do
  if not lease.live and other ~= name then redis.call('HDEL', LEASES, other)
  elseif other ~= name then others = others + lease.bytes end
end
local new, size = {}, 0
list(function(record)
  new[#new + 1] = record
  size = size + #record + OVERHEAD
end)
list(function(id)
  local record = records(name, '[' .. id .. ' ', '(' .. id .. '!', 1)[1]
  if record then own.bytes = own.bytes - #record - OVERHEAD * redis.call('ZREM', OPEN, record) end
end)
local room = math.min(tonumber(ARGV[8]) - own.bytes, tonumber(ARGV[9]) - others - own.bytes)
local taken = size <= room
if taken then
  for _, record in ipairs(new) do
    if redis.call('ZADD', OPEN, 0, record) == 1 then own.bytes = own.bytes + #record + OVERHEAD end
  end
end
list(function(principal, count)
  if count == '0' then redis.call('HDEL', COUNTS, principal) else redis.call('HSET', COUNTS, principal, count) end
end, 2)
list(function(place) redis.call('ZADD', PLACES, 0, place) end)
list(function(place) redis.call('ZREM', PLACES, place) end)

redis.call('HSET', COUNTS, RENEWALS, string.format('%d', ARGV[3] + 1))
redis.call('SET', key('status', name), ARGV[5], 'EX', ARGV[2])
for _, part in ipairs({ OPEN, COUNTS, PLACES }) do redis.call('EXPIRE', part, ARGV[2]) end
local unlisted = taken and tonumber(ARGV[6]) or tonumber(ARGV[6]) + #new
redis.call('HSET', LEASES, name, string.format('%.0f %d %s %d %d %d %s', now + ARGV[2] * 1000, ARGV[3] + 1,
  replication_id, math.max(0, own.bytes), redis.call('ZCARD', OPEN), unlisted, ARGV[7]))
return { 'renewed', taken and 1 or 0, math.max(0, taken and room - size or room) }
