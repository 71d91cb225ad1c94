#!lua flags=no-writes
-- Reads entries of the event log after an id, with the log's bounds, as of one moment. It is a script because XRANGE counts
-- entries and not bytes, and because Redis refuses MULTI when memory is short, even for reads.
-- KEYS: 1 the stream, 2 its metadata. ARGV: 1 the id to read after, or '-' for the beginning, 2 entries at most,
--       3 bytes of JSON at most (the first entry is returned however large it is), 4 an id to look for, or ''.
-- Returns {epoch or nil, ms, n, format, 1 if the stream exists else 0, {id of the first entry}, 1 if it has the id that was
-- looked for else 0, {id of the entry after that}, {id, text, ...}}. Entries after the head were written by another client
-- and are left out. entry.lua is put before this script.

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
  -- As many as fit if the next entries are as large as those before.
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
