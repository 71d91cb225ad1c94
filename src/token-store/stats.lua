#!lua flags=no-writes
-- Counts the live tokens. KEYS: 1 the counts of all live tokens, see issue.lua. Returns {tokens, bytes}.

-- Counts under another replication id are of stale tokens. (The field `reign` holds the id, see issue.lua.)
local replication_id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.pcall('HGET', KEYS[1], 'reign') ~= replication_id then return { 0, 0 } end

local now = tonumber(redis.call('TIME')[1])
local sums = { tokens = 0, bytes = 0 }
local counts = redis.call('HGETALL', KEYS[1])
for i = 1, #counts, 2 do
  local second, what = string.match(counts[i], '^(%d+):(%a+)$')
  if sums[what] and tonumber(second) > now then sums[what] = sums[what] + (tonumber(counts[i + 1]) or 0) end
end
return { sums.tokens, sums.bytes }
