-- Functions of redeem.lua; put before it. A *resume entry* keeps the grant of a redeemed token, so that the browser which has
-- the token and the cookie can open the stream again. It is stored under the digest of both, and its value is
-- `<seat> <first> <expires> <stream> <place> <grant>`: the number of the last opening, the seconds in which the token was issued
-- and in which the entry expires, the id of the stream that was opened last, and its place (`-` for none).
local ENTRY = '^(%d+) (%d+) (%d+) (%S+) (%S+) ({.*})$'
-- Bytes that Redis takes for a key with an expiry, beside its name and value, about.
local ENTRY_OVERHEAD = 150
-- Entries are counted by the minute in which they expire, so that a hash of counts has few fields, however long they live.
local MINUTE = 60
-- Longer than any entry lives, s.
local COUNTS_LIVE = 90000
local CONTROL_ENTRIES = 10000

local function minute_of(second) return string.format('%d', math.ceil(second / MINUTE) * MINUTE) end

-- Returns the bytes of the live entries in a hash of counts. Once a minute the expired counts are deleted and the sum is
-- computed again. A key that holds another type, which another program wrote, is deleted.
local function entry_bytes(key, now)
  local minute = minute_of(now)
  local counts = redis.pcall('HMGET', key, 'counted', 'bytes')
  if counts.err then redis.call('DEL', key)
  elseif counts[1] == minute then return tonumber(counts[2]) or 0 end
  local sum, all = 0, redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    local expires = tonumber(all[i])
    if expires and expires < tonumber(minute) then redis.call('HDEL', key, all[i])
    elseif expires then sum = sum + math.max(0, tonumber(all[i + 1]) or 0) end
  end
  redis.call('HSET', key, 'counted', minute, 'bytes', sum)
  redis.call('EXPIRE', key, COUNTS_LIVE)
  return sum
end

-- Adds bytes of an entry that expires in this second. Wrong counts must not keep the script from returning.
local function count_entry(keys, expires, bytes)
  for _, key in ipairs(keys) do
    redis.pcall('HINCRBY', key, minute_of(expires), string.format('%d', bytes))
    redis.pcall('HINCRBY', key, 'bytes', string.format('%d', bytes))
  end
end

local function number(value) return string.format('%.0f', value) end

-- Writes an entry. `counts` are the keys with the bytes of its principal's entries and with those of all.
local function write_entry(key, counts, fields, now)
  local value = table.concat({ number(fields.seat), number(fields.first), number(fields.expires), fields.stream,
    fields.place == '' and '-' or fields.place, fields.grant }, ' ')
  redis.call('SET', key, value, 'EX', number(fields.expires - now))
  count_entry(counts, fields.expires, #key + #value + ENTRY_OVERHEAD)
end

local function read_entry(key)
  local value = redis.pcall('GET', key)
  if type(value) ~= 'string' then return nil end
  local seat, first, expires, stream, place, grant = string.match(value, ENTRY)
  if not seat then return nil end
  return { seat = tonumber(seat), first = tonumber(first), expires = tonumber(expires), stream = stream, place = place,
    grant = grant, size = #key + #value + ENTRY_OVERHEAD }
end

-- Tells all instances that the streams of this entry with a lower seat end. Its id is the newest revocation's, with the next
-- free second part, so that it comes neither before nor in place of a revocation.
local function supersede(control, newest, digest, seat)
  local id = number(newest) .. '-*'
  local function add() return redis.pcall('XADD', control, 'MAXLEN', '~', CONTROL_ENTRIES, id, 'superseded', digest .. ' ' .. number(seat)) end
  local reply = add()
  if type(reply) == 'string' then return end
  -- Another program wrote to the key: it holds another type, or a higher id.
  redis.call('DEL', control)
  add()
end
