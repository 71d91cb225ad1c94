#!lua flags=allow-oom
-- Ends the lease of an instance that is going. Begins with leases.lua. ARGV: 1 the lease.

redis.pcall('HDEL', LEASES, ARGV[1])
for _, part in ipairs({ 'open', 'counts', 'places', 'status' }) do redis.call('DEL', key(part, ARGV[1])) end
return 'left'
