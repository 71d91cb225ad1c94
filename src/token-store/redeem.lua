#!lua
-- Redeems a token: returns its grant to one caller only, and not after that caller has given up. For a caller with a resume
-- cookie it also writes a resume entry, and resumes the grant of a token that was redeemed with the same cookie.
-- KEYS: 1 the token, 2 its tombstone, 3 the counts of all live tokens, 4 the prefix of the keys with a principal's counts,
--       5 the counters of revocations, 6 the generations, 7 the tombstone that a version before 3.0.0 leaves; with a cookie also
--       8 the resume entry, 9 the counts of all entries, 10 the prefix of the keys with the counts of a principal's entries,
--       11 the control stream.
-- ARGV: 1 the deadline, in ms of Redis' clock, 2 how many principals follow, then those principals: tokens of theirs are
--       deferred and stay redeemable. '*' stands for all that have a limit on streams of their own. With a cookie then: seconds
--       that an entry lives, seconds after which a token is not resumed any more, bytes that all entries may take, bytes that
--       those of one principal may take, the id of the stream, its place or '', the digest of the entry, and '1' if a new entry
--       may be written.
-- Returns {'redeemed', grant, seat, or '' if no entry was written}, {'resumed', grant, seat}, {'deferred', grant, place of the
-- stream that is resumed}, {'late'}, or {'used' | 'stale' | 'revoked' | 'unknown', the principal that the token was issued to, if
-- it is known}. revocation/generations.lua and resume-entries.lua are put before this script.

-- What a tombstone keeps of a name, bytes. The names of configured principals are shorter.
local NAME_MAX = 256

local time = redis.call('TIME')
local now = tonumber(time[1])
if now * 1000 + math.floor(tonumber(time[2]) / 1000) > tonumber(ARGV[1]) then return { 'late' } end

local named = tonumber(ARGV[2])
local function is_deferred(principal, grant)
  for index = 3, 2 + named do
    if ARGV[index] == principal or (ARGV[index] == '*' and string.find(grant, '"streamsMax":', 1, true)) then return true end
  end
  return false
end
-- The principal is the first field of a grant. The whole grant is parsed only if JSON escapes the name.
local function principal_of(grant)
  return string.match(grant, '^{"principal":"([^"\\\\]*)"') or cjson.decode(grant).principal
end

local resume = KEYS[8] and { life = tonumber(ARGV[named + 3]), max = tonumber(ARGV[named + 4]), stream = ARGV[named + 7],
  place = ARGV[named + 8], digest = ARGV[named + 9] }
-- The number of this opening. It is higher than all earlier ones of the token, also after a failover that lost the last of them.
local micros = now * 1000000 + tonumber(time[2])
local function counts_of(principal) return { KEYS[10] .. principal, KEYS[9] } end

-- Resumes the grant of the entry, if there is one. Returns nil if not.
local function resumed()
  local entry = read_entry(KEYS[8])
  if not entry then return nil end
  local principal = principal_of(entry.grant)
  local counts = counts_of(principal)
  local stream_revoked = redis.pcall('ZSCORE', KEYS[6], 'stream:' .. entry.stream)
  local revoked = type(stream_revoked) == 'string' or is_revoked(KEYS[5], KEYS[6], principal, entry.grant)
  if revoked or now >= entry.first + resume.max then
    redis.call('DEL', KEYS[8])
    count_entry(counts, entry.expires, -entry.size)
    return revoked and { 'revoked', string.sub(principal, 1, NAME_MAX) } or nil
  end
  if is_deferred(principal, entry.grant) then return { 'deferred', entry.grant, entry.place } end
  for _, key in ipairs(counts) do entry_bytes(key, now) end
  count_entry(counts, entry.expires, -entry.size)
  entry.seat = math.max(entry.seat + 1, micros)
  entry.expires = math.min(now + resume.life, entry.first + resume.max)
  entry.stream, entry.place = resume.stream, resume.place
  write_entry(KEYS[8], counts, entry, now)
  supersede(KEYS[11], newest_generation(KEYS[5]), resume.digest, entry.seat)
  return { 'resumed', entry.grant, number(entry.seat) }
end

local value = redis.call(named > 0 and 'GET' or 'GETDEL', KEYS[1])
if not value then
  local again = resume and resumed()
  if again then return again end
  local tombstone = redis.call('GET', KEYS[2]) or redis.call('GET', KEYS[7]) or 'unknown'
  return { string.match(tombstone, '^(%a+) ?(.*)$') }
end

local replication_id, expires, ttl, grant = string.match(value, '^(%x+) (%d+) (%d+) (.*)$')
local principal = principal_of(grant)
local outcome = 'used'
if replication_id ~= string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)') then
  outcome = 'stale'
elseif is_revoked(KEYS[5], KEYS[6], principal, grant) then
  outcome = 'revoked'
end
if named > 0 then
  if outcome == 'used' and is_deferred(principal, grant) then return { 'deferred', grant, '-' } end
  redis.call('DEL', KEYS[1])
end
local name = string.sub(principal, 1, NAME_MAX)
redis.call('SET', KEYS[2], outcome .. ' ' .. name, 'EX', ttl)

-- The token's size, as in issue.lua. The token is spent by now, so wrong counts must not keep the script from returning.
local size = #KEYS[1] + #value + 150
local of_bytes, of_tokens = expires .. ':bytes', expires .. ':tokens'
local function subtract(key, tokens)
  local counts = redis.pcall('HMGET', key, 'bytes', of_bytes, of_tokens)
  local sum, bytes = tonumber(counts[1]), tonumber(counts[2])
  if not sum or not bytes then return end
  if tokens == 0 then return redis.pcall('HSET', key, 'bytes', sum - size, of_bytes, bytes - size) end
  local left = (tonumber(counts[3]) or 0) - tokens
  redis.pcall('HSET', key, 'bytes', sum - size, of_bytes, bytes - size, of_tokens, left)
end

subtract(KEYS[4] .. principal, 0)
if outcome == 'stale' then return { 'stale', name } end
subtract(KEYS[3], 1)
if outcome == 'revoked' then return { 'revoked', name } end
if not resume or ARGV[named + 10] ~= '1' then return { 'redeemed', grant, '' } end

-- Writes the entry in the same step, if there is room for it.
local counts = counts_of(principal)
local first = tonumber(expires) - tonumber(ttl)
local entry = { seat = micros, first = first, expires = math.min(now + resume.life, first + resume.max),
  stream = resume.stream, place = resume.place, grant = grant }
-- 60 for the numbers of an entry.
local needed = #KEYS[8] + #grant + #resume.stream + #resume.place + 60 + ENTRY_OVERHEAD
local room = entry.expires > now and entry_bytes(counts[1], now) + needed <= tonumber(ARGV[named + 6])
  and entry_bytes(counts[2], now) + needed <= tonumber(ARGV[named + 5])
if not room then return { 'redeemed', grant, '' } end
write_entry(KEYS[8], counts, entry, now)
return { 'redeemed', grant, number(micros) }
