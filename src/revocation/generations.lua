-- Functions of the scripts that issue and redeem tokens; put before each of them. `counters` is the key of a hash with the
-- number of the newest revocation and the floor, `generations` that of a sorted set with the generation of each principal.

-- The number of the newest revocation, which is the generation of a grant that is made now.
local function newest_generation(counters)
  return tonumber(redis.pcall('HGET', counters, 'newest')) or 0
end

-- Whether a grant of a principal is revoked: its generation is lower than the principal's. The generation is the last field of
-- the grant, if it has one. If nothing was revoked since the grant, which is the usual case, this reads one field.
local function is_revoked(counters, generations, principal, grant)
  local newest = newest_generation(counters)
  if newest == 0 then return false end
  local generation = tonumber(string.match(grant, ',"generation":(%d+)}$', -40)) or 0
  if newest <= generation then return false end
  if generation < (tonumber(redis.pcall('HGET', counters, 'floor')) or 0) then return true end
  return generation < (tonumber(redis.pcall('ZSCORE', generations, 'principal:' .. principal)) or 0)
end
