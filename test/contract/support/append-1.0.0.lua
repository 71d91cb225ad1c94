#!lua
-- Appends events to the log, all or none, each once.
-- KEYS: 1 the stream, 2 its meta data, 3 the prefix of the hashes that remember given ids.
-- ARGV: 1 entries to keep, 2 the epoch if a log has to be made,
--       then for each event: given id or '', type, module, severity, JSON.
-- Answers {epoch, '<ms>-<n>', ...}. Refused by Redis as a whole when memory is short.

local IDS_BUCKET_MS = 600000
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local meta = redis.call('HMGET', KEYS[2], 'epoch', 'ms', 'n')
local epoch, ms, n = meta[1], tonumber(meta[2]) or 0, tonumber(meta[3]) or 0
if not epoch or (n > 0 and redis.call('EXISTS', KEYS[1]) == 0) then
  redis.call('DEL', KEYS[1], KEYS[2])
  epoch, ms, n = ARGV[2], 0, 0
end
ms = math.max(ms, now)

-- Given ids are remembered for ten to twenty minutes in two hashes that take turns. An id of another epoch is not ours.
local bucket = math.floor(now / IDS_BUCKET_MS)
local current, previous = KEYS[3] .. ':' .. bucket, KEYS[3] .. ':' .. (bucket - 1)
local function remembered(id)
  local place = redis.call('HGET', current, id) or redis.call('HGET', previous, id)
  local its_epoch, its_id = string.match(place or '', '^(%w+)-(.+)$')
  return its_epoch == epoch and its_id
end

local answer = { epoch }
local gave, added = false, false
for i = 3, #ARGV, 5 do
  local given = ARGV[i]
  local id = given ~= '' and remembered(given)
  if not id then
    n = n + 1
    added = true
    id = ms .. '-' .. n
    redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], id, 't', ARGV[i + 1], 'm', ARGV[i + 2], 's', ARGV[i + 3], 'j', ARGV[i + 4])
    if given ~= '' then
      redis.call('HSET', current, given, epoch .. '-' .. id)
      gave = true
    end
  end
  answer[#answer + 1] = id
end
if gave then redis.call('EXPIRE', current, 2 * IDS_BUCKET_MS / 1000) end
-- The head is the newest entry, also when nothing was new.
if added then redis.call('HSET', KEYS[2], 'epoch', epoch, 'ms', ms, 'n', n) end
return answer
