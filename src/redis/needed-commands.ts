export type NeededCommand = readonly [name: string, ...args: string[]];

/**
 * Every command that the service sends to Redis, with arguments that change nothing where `key` holds a string: Redis refuses
 * a command for its user first (NOPERM), and only then for the type of the key (WRONGTYPE). `redis/users.acl` allows the same
 * commands. The first one makes that key, for a minute; the last ones remove it.
 */
export function neededCommands(key: string): readonly [NeededCommand, ...NeededCommand[]] {
  return [
    ['SET', key, '1', 'EX', '60'],
    ['HELLO'],
    ['PING'],
    ['TIME'],
    ['INFO', 'server'],
    ['CLIENT', 'SETNAME', 'vx11:doctor'],
    ['CLIENT', 'ID'],
    ['EVAL', 'return 1', '0'],
    ['EVALSHA', '0'.repeat(40), '0'],
    ['GET', key],
    ['EXISTS', key],
    ['EXPIRE', key, '60'],
    ['HSET', key, 'f', '1'],
    ['HSETNX', key, 'f', '1'],
    ['HGET', key, 'f'],
    ['HMGET', key, 'f'],
    ['HGETALL', key],
    ['HKEYS', key],
    ['HEXISTS', key, 'f'],
    ['HDEL', key, 'f'],
    ['HINCRBY', key, 'f', '1'],
    ['ZADD', key, '1', 'm'],
    ['ZREM', key, 'm'],
    ['ZSCORE', key, 'm'],
    ['ZCARD', key],
    ['ZPOPMIN', key],
    ['ZRANGE', key, '0', '0'],
    ['ZLEXCOUNT', key, '-', '+'],
    ['ZRANGEBYLEX', key, '-', '+'],
    ['XADD', key, 'NOMKSTREAM', '*', 'f', '1'],
    ['XREAD', 'COUNT', '1', 'STREAMS', key, '0'],
    ['XRANGE', key, '-', '+', 'COUNT', '1'],
    ['XREVRANGE', key, '+', '-', 'COUNT', '1'],
    ['XLEN', key],
    ['XINFO', 'STREAM', key],
    ['GETDEL', key],
    ['DEL', key],
  ];
}

/** The name of a command of `neededCommands`, as in an ACL: `xinfo|stream`. */
export function aclName([name, second = '']: NeededCommand): string {
  const command = ['CLIENT', 'XINFO'].includes(name) ? `${name}|${second}` : name;
  return command.toLowerCase();
}
