#!lua
-- Appends events to the event log, a Redis stream: all events of the call or none. An event whose idempotency key is known is
-- not appended again. log.lua is put before this script.
-- KEYS: 1 the stream, 2 its metadata, 3 the prefix of the hashes that hold idempotency keys.
-- ARGV: 1 and 2 epoch and format for a new log, 3 entries to keep, 4 bytes to keep, 5 idempotency keys to keep in each hash,
--       6 'memory' to free memory for the new entries, else '',
--       then two for each event: its idempotency key or '', and type, module, severity and JSON, separated by a space.
-- Returns {epoch, '<ms>-<n>', ...}, an id for each event. Where nothing was appended: {'full'}, {'again'} (the state is
-- repaired: run the script again), or {'format', the log's format, which this version does not know}.
-- Without the flag allow-oom, Redis refuses the script when it is out of memory.

local stream, meta = KEYS[1], KEYS[2]
local max_count, max_bytes, max_ids = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local FIRST_EVENT = 7
-- The log may exceed its bound by this many entries before the oldest are trimmed, so that one call trims many.
local SLACK = 100
local IDS_PERIOD_MS = 600000

local now = now_ms()
local log = state_of(stream, meta, ARGV[1], tonumber(ARGV[2]))
if log.format > NEWEST then return { 'format', tostring(log.format) } end
log.ms = math.max(log.ms, now)

-- Idempotency keys are kept for ten to twenty minutes in two hashes, the current and the previous one. Every ten minutes, and
-- in format 2 also when the current one is full, a new one becomes current. (In format 1, version 1.0.0 derives the names of
-- both from the time alone.)
local period = tostring(math.floor(now / IDS_PERIOD_MS))
local current, previous, held = period, tostring(tonumber(period) - 1), 0
if log.format > 1 and log.ids and string.match(log.ids, '^%d+') == period then
  current, previous, held = log.ids, log.ids_before or previous, log.ids_held
elseif log.format > 1 and log.ids then
  previous = log.ids
end
local function hash(suffix) return KEYS[3] .. ':' .. suffix end

-- The id of the entry that was appended with an idempotency key, if it is in this log.
local function id_of_key(key)
  for _, suffix in ipairs({ current, previous }) do
    local position = redis.pcall('HGET', hash(suffix), key)
    if of_wrong_type(position) then
      redis.call('DEL', hash(suffix))
    elseif position then
      local epoch, id = string.match(position, '^(%w+)-(%d+%-%d+)$')
      if epoch == log.epoch then return id end
    end
  end
end

-- `new` holds the argument numbers of the events to append, `new_ids` their ids, `reply` the ids of all events.
local new, new_ids, reply, n, incoming, has_keys = {}, {}, { log.epoch }, log.n, 0, false
local found = {}
for i = FIRST_EVENT, #ARGV, 2 do
  local key = ARGV[i]
  local id = key ~= '' and (found[key] or id_of_key(key))
  if not id then
    n = n + 1
    id = log.ms .. '-' .. n
    new[#new + 1] = i
    new_ids[#new] = id
    incoming = incoming + #ARGV[i + 1] + 1
    if key ~= '' then
      found[key] = id
      has_keys = true
    end
  end
  reply[#reply + 1] = id
end
-- The metadata stays as it is: the head must be the position of the newest entry.
if #new == 0 then return reply end

-- Returns how many of the present entries to keep, and their bytes, so that the new ones have room; and whether too little
-- memory would be freed. It reads every entry that will be trimmed, so the bytes are exact.
local function entries_to_keep()
  local length = log.length
  if length ~= log.count or not log.bytes or log.bytes > max_bytes then
    log.count, log.bytes = count_newest(stream, max_bytes)
  end
  local count, bytes, from = log.count, log.bytes, '-'
  local spare = length - count
  local to_free = ARGV[6] == 'memory' and math.max(2 * incoming, bytes / 8) or 0
  local excess = count + #new - max_count
  if excess <= SLACK then excess = 0 end
  local target_count, target_bytes = count - excess, math.min(max_bytes - incoming, bytes - to_free)
  while count > 0 and (count > target_count or bytes > target_bytes) do
    local average = math.max(1, bytes / count)
    local most = math.max(spare, count - target_count, math.ceil((bytes - target_bytes) / average))
    local oldest = redis.call('XRANGE', stream, from, '+', 'COUNT', math.min(100, most))
    if #oldest == 0 then return 0, 0, false end
    for _, entry in ipairs(oldest) do
      if spare > 0 then
        spare = spare - 1
      elseif count > target_count or bytes > target_bytes then
        count, bytes = count - 1, bytes - size_of(entry)
      end
    end
    from = '(' .. oldest[#oldest][1]
  end
  return count, count > 0 and bytes or 0, log.bytes - bytes < to_free
end

-- Whether Redis refused an entry because another client gave the stream a higher last id. The metadata is then moved beyond
-- that id, so that the next run succeeds.
local function refused(added)
  if type(added) ~= 'table' or not added.err then return false end
  if not string.find(added.err, 'equal or smaller', 1, true) and not string.find(added.err, 'exhausted', 1, true) then
    error(added)
  end
  local info = redis.call('XINFO', 'STREAM', stream)
  local ms
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then ms = split(info[i + 1]) end
  end
  if ms then
    redis.call('HSET', meta, 'ms', ms + 1)
  else
    new_log(stream, meta, ARGV[1], tonumber(ARGV[2]))
  end
  return true
end

local count, bytes = #new, incoming
local precision, max_length = '~', ARGV[3]
if log.format > 1 then
  local old_count, old_bytes, short = entries_to_keep()
  if short then return { 'full' } end
  count, bytes = old_count + #new, old_bytes + incoming
  -- If the new events alone exceed the bounds, the first of them are trimmed too.
  for i = 1, #new - 1 do
    if old_count > 0 or (count <= max_count + SLACK and bytes <= max_bytes) then break end
    count, bytes = count - 1, bytes - #ARGV[new[i] + 1] - 1
  end
  precision, max_length = '=', count
elseif ARGV[6] == 'memory' then
  return { 'full' }
end

-- In format 2 an entry is one text, in format 1 it has four fields. In format 2 only the last XADD trims, if anything is to go.
local trim_at = precision == '=' and log.length + #new == count and 0 or #new
for k, i in ipairs(new) do
  local id, added = new_ids[k], nil
  if log.format == 1 then
    local type, module, severity, json = string.match(ARGV[i + 1], '^(%S+) (%S+) (%S+) (.*)$')
    added = redis.pcall('XADD', stream, 'MAXLEN', precision, max_length, id, 't', type, 'm', module, 's', severity, 'j', json)
  elseif k == trim_at then
    added = redis.pcall('XADD', stream, 'MAXLEN', precision, max_length, id, 'e', ARGV[i + 1])
  else
    added = redis.pcall('XADD', stream, id, 'e', ARGV[i + 1])
  end
  if refused(added) then return { 'again' } end
end

if not has_keys then
  redis.call('HSET', meta, 'ms', log.ms, 'n', n, 'count', count, 'bytes', bytes)
  return reply
end

if held >= max_ids and log.format > 1 then
  redis.call('DEL', hash(previous))
  local turn = tonumber(string.match(current, '%.(%d+)$')) or 0
  current, previous, held = period .. '.' .. (turn + 1), current, 0
end
local keys = hash(current)
if of_wrong_type(redis.pcall('HGET', keys, '')) then redis.call('DEL', keys) end
for k, i in ipairs(new) do
  if ARGV[i] ~= '' then
    redis.call('HSET', keys, ARGV[i], log.epoch .. '-' .. new_ids[k])
    held = held + 1
  end
end
redis.call('EXPIRE', keys, 2 * IDS_PERIOD_MS / 1000)
local idempotency = { 'ids', current, 'ids_before', previous, 'ids_held', held }
redis.call('HSET', meta, 'ms', log.ms, 'n', n, 'count', count, 'bytes', bytes, unpack(idempotency))
return reply
