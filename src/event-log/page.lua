#!lua flags=no-writes
-- Reads entries after one, with the log's bounds, as of one moment. A script and not MULTI, which Redis refuses as a
-- whole when memory is short, also to those who only read. And a script because XRANGE counts entries, not bytes.
-- KEYS: 1 the stream, 2 its meta data. ARGV: 1 the id to go on after, or '-' for the beginning, 2 how many entries,
--       3 how many bytes of JSON, at most; the first entry comes however large it is, 4 an id to look for, or ''.
-- Returns {epoch or nil, ms, n, format, whether the stream exists, {its first entry's id}, whether it has the id,
-- {the id of the entry after that}, {id, text, ...}}. What follows the head is not part of the log. Begins with entry.lua.

local CHUNK_MAX = 256
local stream, after, left, bytes = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local meta = redis.call('HMGET', KEYS[2], 'epoch', 'ms', 'n', 'format')
local head = (meta[2] or '') .. '-' .. (meta[3] or '')
if not string.match(head, '^%d+%-%d+$') or #head > 30 then return { false } end

local page, used, chunk = {}, 0, 8
local from = after == '-' and '-' or '(' .. after
while left > 0 and used < bytes do
  local asked = math.min(left, chunk)
  local entries = redis.call('XRANGE', stream, from, head, 'COUNT', asked)
  for _, entry in ipairs(entries) do
    local text = text_of(entry)
    used = used + json_size(text)
    if used > bytes and #page > 0 then break end
    page[#page + 1] = entry[1]
    page[#page + 1] = text
  end
  if #entries < asked then break end
  left = left - asked
  from = '(' .. entries[asked][1]
  -- As many more as fit if they are like those before.
  chunk = math.max(1, math.min(CHUNK_MAX, math.ceil((bytes - used) * #page / 2 / math.max(1, used))))
end

local first = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
local at = ARGV[4] ~= '' and redis.call('XRANGE', stream, ARGV[4], '+', 'COUNT', 2) or {}
local holds = at[1] and at[1][1] == ARGV[4]
local next_one = at[holds and 2 or 1]
return {
  meta[1],
  meta[2],
  meta[3],
  meta[4],
  redis.call('EXISTS', stream),
  { first and first[1] },
  holds and 1 or 0,
  { next_one and next_one[1] },
  page,
}
