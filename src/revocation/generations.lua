-- What the scripts that grant and redeem share. `counters` and `generations` are the keys of revocations.

-- The number of the newest revocation: what is granted now has this generation.
local function newest_generation(counters)
  return tonumber(redis.pcall('HGET', counters, 'newest')) or 0
end

-- Whether what was granted to `target` at a generation is revoked.
local function is_revoked(counters, generations, target, generation)
  local known = redis.pcall('HMGET', counters, 'newest', 'floor')
  if known.err or (tonumber(known[1]) or 0) <= generation then return false end
  if generation < (tonumber(known[2]) or 0) then return true end
  return generation < (tonumber(redis.pcall('ZSCORE', generations, target)) or 0)
end
