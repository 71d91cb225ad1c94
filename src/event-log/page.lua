#!lua flags=no-writes
-- Reads entries after one, with the log's bounds, as of one moment. A script and not MULTI, which Redis refuses as a
-- whole when memory is short, also to those who only read. And a script because XRANGE counts entries, not bytes.
-- KEYS: 1 the stream, 2 its meta data. ARGV: 1 the id to go on after, or '-' for the beginning, 2 how many entries,
--       3 how many bytes of JSON, at most; the first entry comes however large it is, 4 an id to look for, or ''.
-- Answers {epoch or nil, ms, n, whether the stream exists, {its first entry's id}, whether it has the id, {entries}}.
-- Of an entry that is larger than any event there is only the id: nobody could read it.

local ENTRY_BYTES_MAX = 1048576
local CHUNK_MAX = 256
local stream, after, left, bytes = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local function size(entry)
  local sum = 0
  for _, text in ipairs(entry[2]) do sum = sum + #text end
  return sum
end

local function json_size(text)
  local _, before_json = string.find(text, '^[^ ]* [^ ]* [^ ]* ')
  return #text - (before_json or 0)
end

local page, used, chunk = {}, 0, 8
local from = after == '-' and '-' or '(' .. after
while left > 0 and used < bytes do
  local asked = math.min(left, chunk)
  local entries = redis.call('XRANGE', stream, from, '+', 'COUNT', asked)
  for _, entry in ipairs(entries) do
    if size(entry) > ENTRY_BYTES_MAX then entry = { entry[1], { '', '' } } end
    used = used + json_size(entry[2][2] or '')
    if used > bytes and #page > 0 then break end
    page[#page + 1] = entry
  end
  if #entries < asked then break end
  left = left - asked
  from = '(' .. entries[asked][1]
  -- As many more as fit if they are like those before.
  chunk = math.max(1, math.min(CHUNK_MAX, math.ceil((bytes - used) * #page / math.max(1, used))))
end

local meta = redis.call('HMGET', KEYS[2], 'epoch', 'ms', 'n')
local first = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
local holds = ARGV[4] ~= '' and #redis.call('XRANGE', stream, ARGV[4], ARGV[4]) or 0
return {
  meta[1],
  meta[2],
  meta[3],
  redis.call('EXISTS', stream),
  { first and first[1] },
  holds,
  page,
}
