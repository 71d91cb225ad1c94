-- Functions of the scripts that read the event log; put before each of them.

-- Returns the text of an entry, `<type> <module> <severity> <JSON>`. Format 2 stores this text, format 1 four fields.
-- Returns '' for an entry that another program wrote, and for one that is larger than any event.
local ENTRY_BYTES_MAX = 1048576
local function text_of(entry)
  local f = entry[2]
  local text = ''
  if #f == 2 and f[1] == 'e' then
    text = f[2]
  elseif #f == 8 and f[1] == 't' and f[3] == 'm' and f[5] == 's' and f[7] == 'j' then
    text = f[2] .. ' ' .. f[4] .. ' ' .. f[6] .. ' ' .. f[8]
  end
  return #text <= ENTRY_BYTES_MAX and text or ''
end

-- Bytes of the JSON in the text of an entry.
local function json_size(text)
  local _, before_json = string.find(text, '^[^ ]* [^ ]* [^ ]* ')
  return #text - (before_json or 0)
end
