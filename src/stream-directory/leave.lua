#!lua flags=allow-oom
-- Deletes the lease of an instance that shuts down. ARGV: 1 the lease. leases.lua is put before this script.

redis.pcall('HDEL', LEASES, ARGV[1])
for _, part in ipairs({ 'open', 'counts', 'places', 'status' }) do redis.call('DEL', key(part, ARGV[1])) end
return 'left'
