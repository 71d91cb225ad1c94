#!lua flags=allow-oom
-- Revokes what a principal was granted, or a stream. Runs even when memory is short. Begins with records.lua.
-- ARGV: 1 the key of whom it names, 2 generations to keep. Returns the number of the revocation.

local number = next_number(0)
ask('ZADD', generations, number, ARGV[1])
forget(tonumber(ARGV[2]))
tell(number, ARGV[1])
return number
