-- What the scripts that grant and redeem share. `counters` and `generations` are the keys of revocations.

-- The number of the newest revocation: what is granted now has this generation.
local function newest_generation(counters)
  return tonumber(redis.pcall('HGET', counters, 'newest')) or 0
end

-- Whether what was granted to a principal is revoked. A grant ends with its generation, if it has one. Where nothing was
-- revoked since, which is nearly always, one look is enough.
local function is_revoked(counters, generations, principal, grant)
  local newest = newest_generation(counters)
  if newest == 0 then return false end
  local generation = tonumber(string.match(grant, ',"generation":(%d+)}$', -40)) or 0
  if newest <= generation then return false end
  if generation < (tonumber(redis.pcall('HGET', counters, 'floor')) or 0) then return true end
  return generation < (tonumber(redis.pcall('ZSCORE', generations, 'principal:' .. principal)) or 0)
end
