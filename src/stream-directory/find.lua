#!lua flags=no-writes
-- The stream with an id. Begins with leases.lua. ARGV: 1 the id. Returns {its lease, the status of that, its record}, or {}.

for _, name in ipairs(live_names(all_leases())) do
  local record = records(name, '[' .. ARGV[1] .. ' ', '(' .. ARGV[1] .. '!', 1)[1]
  if record then return { name, status_of(name), record } end
end
return {}
