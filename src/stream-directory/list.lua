#!lua flags=no-writes
-- Part of a page of the open streams. Begins with leases.lua.
-- ARGV: 1 the lease and 2 the id after which it begins, 3 records that are wanted, 4 records to look at at most, 5 the
-- principal as in a record, or nothing.
-- Returns {streams that are not listed, the lease and the id at which it ended, or nothing after the last, and for each
-- lease with any: its name, its status, its records}.

local leases = all_leases()
local unlisted = 0
for _, lease in pairs(leases) do if lease.live then unlisted = unlisted + lease.unlisted end end

local answer = { unlisted, '', '' }
local wanted, looks = tonumber(ARGV[3]), tonumber(ARGV[4])
local begins = ARGV[5] ~= '' and '[' .. ARGV[5] .. ','
local reached

local function look(name, from)
  local page = {}
  while wanted > 0 and looks > 0 do
    local found = records(name, from, '+', begins and looks or math.min(wanted, looks))
    if #found == 0 then break end
    for _, record in ipairs(found) do
      local id = string.match(record, '^[^ ]*')
      if not begins or string.sub(record, #id + 2, #id + 1 + #begins) == begins then
        page[#page + 1] = record
        wanted = wanted - 1
      end
      looks = looks - 1
      from = '(' .. id .. '!'
      reached = { name, id }
      if wanted == 0 then break end
    end
  end
  if #page > 0 then
    for _, part in ipairs({ name, status_of(name), page }) do answer[#answer + 1] = part end
  end
end

for _, name in ipairs(live_names(leases)) do
  if wanted == 0 or looks == 0 then
    answer[2], answer[3] = reached[1], reached[2]
    return answer
  end
  local holds = not begins or redis.pcall('HEXISTS', key('counts', name), cjson.decode('[' .. ARGV[5] .. ']')[1]) == 1
  if holds and order_of(name) >= order_of(ARGV[1]) then look(name, name == ARGV[1] and '(' .. ARGV[2] .. '!' or '-') end
end
if reached and (wanted == 0 or looks == 0) and #records(reached[1], '(' .. reached[2] .. '!', '+', 1) > 0 then
  answer[2], answer[3] = reached[1], reached[2]
end
return answer
