#!lua flags=allow-oom
-- Reserves a place for a stream of a principal, unless it has as many as it may, at all instances. Runs even when Redis is out
-- of memory. leases.lua is put before this script.
-- ARGV: 1 the lease of the instance, 2 the principal as in a place, 3 the place, 4 places that the principal may have,
--       5 how many of them this instance has, 6 the deadline, in ms of Redis' clock, 7 the place of a stream that is taken over
--       and ends: it does not count, and is deleted if the new one is taken.
-- Returns 'taken', 'refused', 'late', 'lost' if Redis does not have the places of this instance, or 'unsettled' while those of
-- another instance are not known.

-- The longest time for which a lease is granted.
local SETTLING_MAX_MS = 3600000

if now > tonumber(ARGV[6]) then return 'late' end
local leases = all_leases()
local own = leases[ARGV[1]]
if not own or not own.live or not own.settled or places(ARGV[1], ARGV[2]) < tonumber(ARGV[5]) then return 'lost' end
-- Its value says until when (ms), since somebody else may have written the key, and without an end.
local settled_at = tonumber(redis.pcall('GET', KEYS[1] .. 'settling')) or 0
if now < settled_at and settled_at < now + SETTLING_MAX_MS then return 'unsettled' end

local count = 0
for name, lease in pairs(leases) do
  if lease.live then
    if not lease.settled then return 'unsettled' end
    count = count + places(name, ARGV[2])
    if type(redis.pcall('ZSCORE', key('places', name), ARGV[7])) == 'string' then count = count - 1 end
  end
end
if count >= tonumber(ARGV[4]) then return 'refused' end
for name, lease in pairs(leases) do
  if lease.live then redis.pcall('ZREM', key('places', name), ARGV[7]) end
end
redis.call('ZADD', key('places', ARGV[1]), 0, ARGV[3])
redis.call('EXPIRE', key('places', ARGV[1]), math.ceil((own.ends - now) / 1000))
return 'taken'
