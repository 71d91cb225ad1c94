#!lua flags=allow-oom
-- Keeps a place for a stream of a principal, if it has fewer than it may. Begins with leases.lua. Runs even when memory is
-- short.
-- ARGV: 1 the lease of the instance that asks, 2 the principal as in a place, 3 the place, 4 how many the principal may have,
-- 5 how many of them the instance has, 6 Redis time in ms after which it is too late.
-- Returns 'taken', 'refused', 'late', 'lost' if the store does not have what the instance has, or 'unsettled' while the
-- places of another instance are not known.

-- No lease is longer.
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
  end
end
if count >= tonumber(ARGV[4]) then return 'refused' end
redis.call('ZADD', key('places', ARGV[1]), 0, ARGV[3])
redis.call('EXPIRE', key('places', ARGV[1]), math.ceil((own.ends - now) / 1000))
return 'taken'
