#!lua flags=no-writes
-- Reads a part of a page of the open streams. leases.lua is put before this script.
-- ARGV: 1 the lease and 2 the id to read after, 3 records to return at most, 4 records to scan at most, 5 the principal as in a
--       record, or '' for all.
-- Returns {streams without a record, the lease and the id of the last record that was scanned, both '' if there are no more,
-- then three for each lease with records: its name, its status, its records}.

local leases = all_leases()
local unlisted = 0
for _, lease in pairs(leases) do if lease.live then unlisted = unlisted + lease.unlisted end end

local reply = { unlisted, '', '' }
local wanted, scans = tonumber(ARGV[3]), tonumber(ARGV[4])
-- The JSON of a record of this principal begins so.
local prefix = ARGV[5] ~= '' and '[' .. ARGV[5] .. ','
local reached

local function scan(name, from)
  local page = {}
  while wanted > 0 and scans > 0 do
    local found = records(name, from, '+', prefix and scans or math.min(wanted, scans))
    if #found == 0 then break end
    for _, record in ipairs(found) do
      local id = string.match(record, '^[^ ]*')
      if not prefix or string.sub(record, #id + 2, #id + 1 + #prefix) == prefix then
        page[#page + 1] = record
        wanted = wanted - 1
      end
      scans = scans - 1
      from = '(' .. id .. '!'
      reached = { name, id }
      if wanted == 0 then break end
    end
  end
  if #page > 0 then
    for _, part in ipairs({ name, status_of(name), page }) do reply[#reply + 1] = part end
  end
end

for _, name in ipairs(live_names(leases)) do
  if wanted == 0 or scans == 0 then
    reply[2], reply[3] = reached[1], reached[2]
    return reply
  end
  local holds = not prefix or redis.pcall('HEXISTS', key('counts', name), cjson.decode('[' .. ARGV[5] .. ']')[1]) == 1
  if holds and order_of(name) >= order_of(ARGV[1]) then scan(name, name == ARGV[1] and '(' .. ARGV[2] .. '!' or '-') end
end
if reached and (wanted == 0 or scans == 0) and #records(reached[1], '(' .. reached[2] .. '!', '+', 1) > 0 then
  reply[2], reply[3] = reached[1], reached[2]
end
return reply
