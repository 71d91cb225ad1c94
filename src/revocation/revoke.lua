#!lua flags=allow-oom
-- Revokes a principal's grants, or one stream. Runs even when Redis is out of memory. records.lua is put before this script.
-- ARGV: 1 the key of the principal or stream, 2 generations to keep. Returns the number of the revocation.

local number = next_number(0)
call_or_reset('ZADD', generations, number, ARGV[1])
trim(tonumber(ARGV[2]))
notify(number, ARGV[1])
return number
