package org.ztclinical.stateredis;

/**
 * What the server does in one step. Redis runs a script as a whole, so that looking, keeping and
 * telling are not torn apart.
 */
final class RedisScripts {
  /** Kept, and told to the listeners. */
  static final long DONE = 1;

  /** Something else, or nothing, is there. */
  static final long NOT_DONE = 0;

  /** The owner has used up the share. */
  static final long SHARE_USED_UP = -1;

  /**
   * Keys: the entry; the owner's facts, where it is somebody's. Arguments: value, milliseconds,
   * channel, key's text, share. An owner's facts are a set that is sorted by their ends, by the
   * server's clock.
   */
  static final String PUT_IF_ABSENT =
      """
      if redis.call('exists', KEYS[1]) == 1 then return 0 end
      if KEYS[2] then
        local time = redis.call('time')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        redis.call('zremrangebyscore', KEYS[2], '-inf', now)
        if redis.call('zcard', KEYS[2]) >= tonumber(ARGV[5]) then return -1 end
        redis.call('zadd', KEYS[2], now + ARGV[2], ARGV[4])
        if redis.call('pttl', KEYS[2]) < tonumber(ARGV[2]) then
          redis.call('pexpire', KEYS[2], ARGV[2])
        end
      end
      redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX')
      redis.call('publish', ARGV[3], ARGV[4])
      return 1
      """;

  /** The same, with the expected value after the share. An owner's number of facts stays. */
  static final String COMPARE_AND_SET =
      """
      if redis.call('get', KEYS[1]) ~= ARGV[6] then return 0 end
      redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
      if KEYS[2] then
        local time = redis.call('time')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        redis.call('zadd', KEYS[2], 'XX', now + ARGV[2], ARGV[4])
        if redis.call('pttl', KEYS[2]) < tonumber(ARGV[2]) then
          redis.call('pexpire', KEYS[2], ARGV[2])
        end
      end
      redis.call('publish', ARGV[3], ARGV[4])
      return 1
      """;

  private RedisScripts() {}
}
