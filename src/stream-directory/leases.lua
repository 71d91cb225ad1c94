-- Functions of the scripts of the stream directory, which lists the open streams of all instances; put before each of them.
-- KEYS: 1 the prefix of all keys of the directory.
-- Each instance has a lease, which it renews. The leases are a hash: `<instance>/<process>` → when the lease ends (ms), how
-- often it was renewed, the replication id at the last renewal, bytes of its records, number of its records, streams without a
-- record, and 1 if all its places are stored, else 0. Each lease has four more keys, which expire with it: `open`, the records
-- of its streams; `counts`, the number of streams by principal; `places`, a member for each place of a principal with a limit;
-- `status`, the positions of its streams.

local LEASES = KEYS[1] .. 'leases'
local VALUE = '^(%d+) (%d+) (%x+) (%d+) (%d+) (%d+) ([01])$'

local replication_id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function failed(reply) return type(reply) == 'table' and reply.err ~= nil end

-- A text that sorts by bytes. Lua compares texts by the locale of the server.
local function order_of(text)
  return (string.gsub(text, '.', function(c) return string.format('%02x', string.byte(c)) end))
end

local function key(part, lease) return KEYS[1] .. part .. ':' .. lease end

-- Parses a lease; nil for a value that another program wrote. `settled`: all its places are stored under this replication id.
local function lease_of(value)
  local ends, sequence, id, bytes, records, unlisted, complete = string.match(value or '', VALUE)
  if not ends then return nil end
  return { ends = tonumber(ends), sequence = tonumber(sequence), bytes = tonumber(bytes), records = tonumber(records),
    unlisted = tonumber(unlisted), live = tonumber(ends) > now, settled = complete == '1' and id == replication_id,
    current = id == replication_id }
end

local function all_leases()
  local found = {}
  local values = redis.pcall('HGETALL', LEASES)
  if failed(values) then return found end
  for i = 1, #values, 2 do found[values[i]] = lease_of(values[i + 1]) or { live = false } end
  return found
end

-- The names of the leases that have not ended, sorted.
local function live_names(leases)
  local names = {}
  for name, lease in pairs(leases) do
    if lease.live then names[#names + 1] = name end
  end
  table.sort(names, function(a, b) return order_of(a) < order_of(b) end)
  return names
end

local function records(lease, from, to, limit)
  local found = redis.pcall('ZRANGEBYLEX', key('open', lease), from, to, 'LIMIT', 0, limit)
  return failed(found) and {} or found
end

local function status_of(lease)
  local status = redis.pcall('GET', key('status', lease))
  return failed(status) and '' or status
end

local function places(lease, principal)
  local count = redis.pcall('ZLEXCOUNT', key('places', lease), '[' .. principal .. ' ', '(' .. principal .. '!')
  return type(count) == 'number' and count or 0
end
