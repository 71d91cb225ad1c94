-- Functions of the scripts that write to the event log; put before each of them. They read the log's state and repair what
-- another client did to its keys, so that the next entry gets an id that no entry had before.

-- Digits of a part of an entry's id. The service makes none that is longer, and Lua would not print it exactly.
local DIGITS = 14
local MOST = 10 ^ DIGITS - 10 ^ 6
-- The newest format of log entries that this version writes.
local NEWEST = 2

local function number(text)
  return text and #text <= DIGITS and string.match(text, '^%d+$') and tonumber(text)
end

local function split(id)
  local ms, n = string.match(id, '^(%d+)-(%d+)$')
  return number(ms), number(n)
end

-- Whether a reply says that a key holds another type of value than the service writes. Throws any other error.
local function of_wrong_type(reply)
  if type(reply) ~= 'table' or not reply.err then return false end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) then error(reply) end
  return true
end

-- Bytes of an entry: the names and values of all its fields. An event has the same size in either format.
local function size_of(entry)
  local size = 0
  for _, text in ipairs(entry[2]) do size = size + #text end
  return size
end

local function now_ms()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- The highest number among the newest 100 entries.
local function highest(stream)
  local most = 0
  for _, entry in ipairs(redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 100)) do
    local _, n = split(entry[1])
    most = math.max(most, n or 0)
  end
  return most
end

local function new_log(stream, meta, epoch, format)
  redis.call('DEL', stream, meta)
  redis.call('HSET', meta, 'epoch', epoch, 'ms', 0, 'n', 0, 'format', format, 'count', 0, 'bytes', 0)
  return { epoch = epoch, ms = 0, n = 0, format = format, length = 0, count = 0, bytes = 0, ids_held = 0 }
end

-- Returns the state of the log. Makes a new log where there is none, or where its state cannot be repaired. `ms` and `n` are
-- those of the head; or of the newest entry if that is newer, because another client wrote it or changed the metadata. A log
-- without a format was made by version 1.0.0, which writes format 1.
local function state_of(stream, meta, epoch, format)
  local kept = redis.pcall('HMGET', meta, 'epoch', 'ms', 'n', 'format', 'count', 'bytes', 'ids', 'ids_before', 'ids_held')
  local length = redis.pcall('XLEN', stream)
  if of_wrong_type(kept) or of_wrong_type(length) then return new_log(stream, meta, epoch, format) end
  local ms, n = number(kept[2]), number(kept[3])
  local log = {
    epoch = kept[1],
    ms = ms or 0,
    n = n or 0,
    format = number(kept[4]) or 1,
    length = length,
    count = number(kept[5]),
    bytes = number(kept[6]),
    ids = kept[7],
    ids_before = kept[8],
    ids_held = number(kept[9]) or 0,
  }
  local lost = length == 0 and n ~= 0 and (not n or redis.call('EXISTS', stream) == 0)
  if not log.epoch or #log.epoch > 16 or not string.find(log.epoch, '^[0-9a-z]+$') or lost then
    return new_log(stream, meta, epoch, format)
  end
  local sound = ms and n
  if length > 0 and (not sound or redis.call('XRANGE', stream, '(' .. kept[2] .. '-' .. kept[3], '+', 'COUNT', 1)[1]) then
    local newest_ms, newest_n = split(redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1][1])
    if not newest_ms then return new_log(stream, meta, epoch, format) end
    log.repaired = true
    log.n = math.max(log.n, highest(stream))
    -- Where no number can follow the newest entry's, a later `ms` makes the next id greater.
    log.ms = math.max(log.ms, newest_n and newest_ms or newest_ms + 1)
  elseif not sound then
    return new_log(stream, meta, epoch, format)
  end
  if log.ms > MOST or log.n > MOST then return new_log(stream, meta, epoch, format) end
  return log
end

-- Returns how many of the newest entries fit into `max_bytes`, and their bytes.
local function count_newest(stream, max_bytes)
  local count, bytes, from = 0, 0, '+'
  while true do
    local entries = redis.call('XREVRANGE', stream, from, '-', 'COUNT', 100)
    for _, entry in ipairs(entries) do
      local size = size_of(entry)
      if bytes + size > max_bytes then return count, bytes end
      count, bytes = count + 1, bytes + size
    end
    if #entries < 100 then return count, bytes end
    from = '(' .. entries[#entries][1]
  end
end
