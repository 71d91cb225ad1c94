#!lua
-- Appends events to the log, all or none, each once. Begins with log.lua.
-- KEYS: 1 the stream, 2 its meta data, 3 the prefix of the hashes that remember idempotency keys.
-- ARGV: 1 and 2 epoch and format if a log has to be made, 3 entries to keep, 4 bytes to keep, 5 idempotency keys to keep in each
--       hash, 6 what to make room for: '' or 'memory' where Redis has none left,
--       then for each event: idempotency key or '', type, module, severity and JSON, separated by a space.
-- Returns {epoch, '<ms>-<n>', ...}; or, having appended nothing, {'full'}, {'again'}, or {'format', that of a newer version}.
-- Refused by Redis as a whole when memory is short, unless it is run with the flag allow-oom.

local stream, meta = KEYS[1], KEYS[2]
local max_count, max_bytes, max_ids = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local FIRST = 7
-- Entries beyond the bound before the oldest are trimmed, so that it is done for many at once.
local SLACK = 100
local IDS_PERIOD_MS = 600000

local now = now_ms()
local log = state_of(stream, meta, ARGV[1], tonumber(ARGV[2]))
if log.format > NEWEST then return { 'format', tostring(log.format) } end
log.ms = math.max(log.ms, now)

-- Idempotency keys are remembered for ten to twenty minutes in two hashes that take turns, earlier when one is full. (Not in
-- format 1, whose other writers know of no turn but that of time.) An id of another epoch is not ours.
local period = tostring(math.floor(now / IDS_PERIOD_MS))
local ids, before, held = period, tostring(tonumber(period) - 1), 0
if log.format > 1 and log.ids and string.match(log.ids, '^%d+') == period then
  ids, before, held = log.ids, log.ids_before or before, log.ids_held
elseif log.format > 1 and log.ids then
  before = log.ids
end
local function hash(suffix) return KEYS[3] .. ':' .. suffix end

local function remembered(id)
  for _, suffix in ipairs({ ids, before }) do
    local place = redis.pcall('HGET', hash(suffix), id)
    if of_wrong_type(place) then
      redis.call('DEL', hash(suffix))
    elseif place then
      local its_epoch, its_id = string.match(place, '^(%w+)-(%d+%-%d+)$')
      if its_epoch == log.epoch then return its_id end
    end
  end
end

-- What is new, by its place among the arguments, its id, and where everything is.
local new, ids_of_new, places, n, incoming, gave = {}, {}, { log.epoch }, log.n, 0, false
local found = {}
for i = FIRST, #ARGV, 2 do
  local given = ARGV[i]
  local id = given ~= '' and (found[given] or remembered(given))
  if not id then
    n = n + 1
    id = log.ms .. '-' .. n
    new[#new + 1] = i
    ids_of_new[#new] = id
    incoming = incoming + #ARGV[i + 1] + 1
    if given ~= '' then
      found[given] = id
      gave = true
    end
  end
  places[#places + 1] = id
end
-- The head is the newest entry, also when nothing was new.
if #new == 0 then return places end

-- The entries to keep of those there are, and their bytes, so that what comes has room. Exact: what is trimmed is looked at.
local function kept()
  local length = log.length
  if length ~= log.count or not log.bytes or log.bytes > max_bytes then
    log.count, log.bytes = count_newest(stream, max_bytes)
  end
  local count, bytes, from = log.count, log.bytes, '-'
  local spare = length - count
  local to_free = ARGV[6] == 'memory' and math.max(2 * incoming, bytes / 8) or 0
  local excess = count + #new - max_count
  if excess <= SLACK then excess = 0 end
  local aim_count, aim_bytes = count - excess, math.min(max_bytes - incoming, bytes - to_free)
  while count > 0 and (count > aim_count or bytes > aim_bytes) do
    local average = math.max(1, bytes / count)
    local most = math.max(spare, count - aim_count, math.ceil((bytes - aim_bytes) / average))
    local oldest = redis.call('XRANGE', stream, from, '+', 'COUNT', math.min(100, most))
    if #oldest == 0 then return 0, 0, false end
    for _, entry in ipairs(oldest) do
      if spare > 0 then
        spare = spare - 1
      elseif count > aim_count or bytes > aim_bytes then
        count, bytes = count - 1, bytes - size_of(entry)
      end
    end
    from = '(' .. oldest[#oldest][1]
  end
  return count, count > 0 and bytes or 0, log.bytes - bytes < to_free
end

-- Whether Redis refused the first entry because ids are further than any entry shows. The next try begins behind them.
local function refused(reply)
  if type(reply) ~= 'table' or not reply.err then return false end
  if not string.find(reply.err, 'equal or smaller', 1, true) and not string.find(reply.err, 'exhausted', 1, true) then
    error(reply)
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

local count, bytes, short = #new, incoming, false
local how, keep = '~', ARGV[3]
if log.format > 1 then
  local old_count, old_bytes
  old_count, old_bytes, short = kept()
  if short then return { 'full' } end
  count, bytes = old_count + #new, old_bytes + incoming
  -- A call that is larger than the log: its own first events are trimmed with the others.
  for i = 1, #new - 1 do
    if old_count > 0 or (count <= max_count + SLACK and bytes <= max_bytes) then break end
    count, bytes = count - 1, bytes - #ARGV[new[i] + 1] - 1
  end
  how, keep = '=', count
elseif ARGV[6] == 'memory' then
  return { 'full' }
end

-- In format 2 an event is one text, in format 1 it has four fields. It is trimmed with the last.
local trim_at = how == '=' and log.length + #new == count and 0 or #new
for k, i in ipairs(new) do
  local reply
  if log.format == 1 then
    local type, module, severity, json = string.match(ARGV[i + 1], '^(%S+) (%S+) (%S+) (.*)$')
    reply = redis.pcall('XADD', stream, 'MAXLEN', how, keep, ids_of_new[k], 't', type, 'm', module, 's', severity, 'j', json)
  elseif k == trim_at then
    reply = redis.pcall('XADD', stream, 'MAXLEN', how, keep, ids_of_new[k], 'e', ARGV[i + 1])
  else
    reply = redis.pcall('XADD', stream, ids_of_new[k], 'e', ARGV[i + 1])
  end
  if refused(reply) then return { 'again' } end
end

if not gave then
  redis.call('HSET', meta, 'ms', log.ms, 'n', n, 'count', count, 'bytes', bytes)
  return places
end

if held >= max_ids and log.format > 1 then
  redis.call('DEL', hash(before))
  local turn = tonumber(string.match(ids, '%.(%d+)$')) or 0
  ids, before, held = period .. '.' .. (turn + 1), ids, 0
end
local current = hash(ids)
if of_wrong_type(redis.pcall('HGET', current, '')) then redis.call('DEL', current) end
for k, i in ipairs(new) do
  if ARGV[i] ~= '' then
    redis.call('HSET', current, ARGV[i], log.epoch .. '-' .. ids_of_new[k])
    held = held + 1
  end
end
redis.call('EXPIRE', current, 2 * IDS_PERIOD_MS / 1000)
redis.call('HSET', meta, 'ms', log.ms, 'n', n, 'count', count, 'bytes', bytes, 'ids', ids, 'ids_before', before, 'ids_held', held)
return places
