#!lua flags=no-writes
-- Finds an open stream by its id. ARGV: 1 the id. Returns {its lease, the lease's status, its record}, or {}.
-- leases.lua is put before this script.

for _, name in ipairs(live_names(all_leases())) do
  local record = records(name, '[' .. ARGV[1] .. ' ', '(' .. ARGV[1] .. '!', 1)[1]
  if record then return { name, status_of(name), record } end
end
return {}
