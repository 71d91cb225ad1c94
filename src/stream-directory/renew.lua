#!lua
-- Renews the lease of an instance and writes what changed since the last renewal. leases.lua is put before this script.
-- ARGV: 1 the lease, 2 seconds until it ends, 3 how many renewals came before, 4 `1` to write everything again, else `0`,
--       5 the status, 6 streams without a record after this, 7 `1` if all places are stored after this, else `0`, 8 bytes that
--       the records of this lease may take, 9 bytes that those of all leases may take;
--       then five lists, each preceded by its length: records, ids of records to delete, each principal and its count, places,
--       places to delete.
-- Returns {'lost'} if Redis does not have what the earlier renewals wrote, or {'renewed', 1 if the records were written else 0,
-- bytes of further records for which there is room}.

-- Bytes that Redis takes for a record beside its text, about.
local OVERHEAD = 100

-- The field of the counts with the number of renewals when they were last written. No principal has this name.
local RENEWALS = ''

local name = ARGV[1]
local OPEN, COUNTS, PLACES = key('open', name), key('counts', name), key('places', name)
local rewrite = ARGV[4] == '1'
if failed(redis.pcall('HEXISTS', LEASES, name)) then redis.call('DEL', LEASES) end
local leases = all_leases()
local own = leases[name]
local had = own and own.live

if rewrite then
  redis.call('DEL', OPEN, COUNTS)
  if failed(redis.pcall('ZCARD', PLACES)) then redis.call('DEL', PLACES) end
  -- Redis lost this lease, and may have lost those of other instances, whose streams are open. Until every instance has had the
  -- time to write its lease again, the number of places is not known. reserve.lua reads `settling`.
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

local other_bytes = 0
for other, lease in pairs(leases) do
  if not lease.live and other ~= name then redis.call('HDEL', LEASES, other)
  elseif other ~= name then other_bytes = other_bytes + lease.bytes end
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
local room = math.min(tonumber(ARGV[8]) - own.bytes, tonumber(ARGV[9]) - other_bytes - own.bytes)
local fits = size <= room
if fits then
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
local unlisted = fits and tonumber(ARGV[6]) or tonumber(ARGV[6]) + #new
redis.call('HSET', LEASES, name, string.format('%.0f %d %s %d %d %d %s', now + ARGV[2] * 1000, ARGV[3] + 1,
  replication_id, math.max(0, own.bytes), redis.call('ZCARD', OPEN), unlisted, ARGV[7]))
return { 'renewed', fits and 1 or 0, math.max(0, fits and room - size or room) }
