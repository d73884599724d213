package org.ztclinical.stateredis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateListener;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateSubscription;
import org.ztclinical.state.StateUnavailableException;

/**
 * State in one Redis or Valkey server (5 or newer), or in the master that Sentinels name; not in a
 * cluster. Each change is one script. When something ends is told by the server's clock.
 *
 * <p>A call waits no longer than agreed. While there is no connection it fails at once, and what
 * was under way when one broke is not sent again: whoever asked is told that it cannot be told.
 *
 * <p>A server that displaces keys when its memory is full does not promise {@link
 * Guarantee#KEPT_UNTIL_EXPIRY}: set {@code maxmemory-policy noeviction}. A replica that takes over
 * may lack the last moments of its master; nothing here can tell. Safe for use by many threads.
 */
public final class RedisState implements StateStore, AutoCloseable {
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final ChangeChannel changes;
  private final String prefix;
  private final int share;
  private final Duration timeout;
  private final Set<Guarantee> guarantees;
  private final String name;

  private RedisState(
      Builder settings,
      RedisClient client,
      StatefulRedisConnection<String, String> connection,
      ChangeChannel changes,
      String info) {
    this.client = client;
    this.connection = connection;
    this.changes = changes;
    this.prefix = settings.prefix;
    this.share = settings.share;
    this.timeout = settings.timeout;
    this.guarantees = RedisPromises.of(info);
    this.name =
        "state in Redis (maxmemory-policy "
            + RedisPromises.evictionPolicy(info).orElse("unknown")
            + ")";
  }

  /** State in this server; credentials and TLS are the URI's. */
  public static Builder builder(RedisURI server) {
    return new Builder(server);
  }

  @Override
  public boolean putIfAbsent(StateKey key, String value, Duration ttl)
      throws StateUnavailableException {
    StateStore.checkBounds(value, ttl);
    return run(RedisScripts.PUT_IF_ABSENT, key, value, ttl);
  }

  @Override
  public boolean compareAndSet(StateKey key, Optional<String> expected, String value, Duration ttl)
      throws StateUnavailableException {
    if (expected.isEmpty()) {
      return putIfAbsent(key, value, ttl);
    }
    StateStore.checkBounds(value, ttl);
    return run(RedisScripts.COMPARE_AND_SET, key, value, ttl, expected.get());
  }

  @Override
  public Optional<String> get(StateKey key) throws StateUnavailableException {
    return Optional.ofNullable(await(commands().get(entry(key)), timeout));
  }

  private boolean run(String script, StateKey key, String value, Duration ttl, String... more)
      throws StateUnavailableException {
    List<String> keys = new ArrayList<>(List.of(entry(key)));
    key.owner().ifPresent(owner -> keys.add(prefix + owner));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                value,
                Long.toString(ttl.plusNanos(999_999).toMillis()),
                channel(prefix),
                key.text(),
                Integer.toString(share)));
    arguments.addAll(List.of(more));
    Long answer =
        await(
            commands()
                .<Long>eval(
                    script,
                    ScriptOutputType.INTEGER,
                    keys.toArray(new String[0]),
                    arguments.toArray(new String[0])),
            timeout);
    if (answer != null && answer == RedisScripts.SHARE_USED_UP) {
      throw new StateUnavailableException(
          StateUnavailableException.Cause.SHARE_USED_UP,
          "Redis keeps no more than " + share + " facts of one owner at a time");
    }
    if (answer == null || (answer != RedisScripts.DONE && answer != RedisScripts.NOT_DONE)) {
      throw failed("gave an answer that cannot be read");
    }
    return answer == RedisScripts.DONE;
  }

  private RedisAsyncCommands<String, String> commands() {
    return connection.async();
  }

  private String entry(StateKey key) {
    return prefix + key.text();
  }

  private static String channel(String prefix) {
    return prefix + "changes";
  }

  @Override
  public StateSubscription subscribe(StateListener listener) {
    return changes.add(listener);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  /** Ends its connections and threads. */
  @Override
  public void close() {
    client.shutdown(Duration.ZERO, timeout);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Messages of the server may hold keys and arguments; the first word, its kind, does not. */
  private static <T> T await(Future<T> answer, Duration timeout) throws StateUnavailableException {
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw failed("was not waited for: the thread was interrupted");
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failed("did not answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw unavailable(e.getCause());
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  private static StateUnavailableException unavailable(@Nullable Throwable failure) {
    if (failure instanceof RedisCommandExecutionException refused) {
      String message = String.valueOf(refused.getMessage());
      if (message.contains("OOM")) {
        return new StateUnavailableException(
            StateUnavailableException.Cause.FULL, "Redis has no memory left");
      }
      String kind = message.split(" ", 2)[0];
      return failed("refused the command" + (kind.matches("[A-Z]{2,20}") ? " with " + kind : ""));
    }
    return failed(failure == null ? "failed" : "failed with " + failure.getClass().getSimpleName());
  }

  private static StateUnavailableException failed(String how) {
    return new StateUnavailableException(StateUnavailableException.Cause.FAILED, "Redis " + how);
  }

  /** How a server is used. Not safe for use by many threads. */
  public static final class Builder {
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9-]{1,32}:");
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
    private static final int STANDARD_SHARE = 500;
    private static final int MOST_WAITING = 10_000;

    private final RedisURI server;
    private Optional<SslOptions> ssl = Optional.empty();
    private String prefix = "zt:";
    private Duration timeout = Duration.ofSeconds(1);
    private int share = STANDARD_SHARE;

    private Builder(RedisURI server) {
      this.server = Objects.requireNonNull(server, "server");
    }

    /** Whom to trust, and with which certificate to come, where the URI says TLS. */
    public Builder ssl(SslOptions options) {
      ssl = Optional.of(options);
      return this;
    }

    /** What keys and the channel begin with; without this {@code zt:}. */
    public Builder prefix(String word) {
      if (!PREFIX.matcher(word).matches()) {
        throw new IllegalArgumentException(
            "prefix: lower-case letters, digits and hyphens, then a colon");
      }
      prefix = word;
      return this;
    }

    /** How long a call takes at most; without this 1 s. At most 30 s. */
    public Builder callTimeout(Duration each) {
      if (each.isNegative() || each.isZero() || each.compareTo(MAX_TIMEOUT) > 0) {
        throw new IllegalArgumentException("callTimeout: more than zero, at most 30 s");
      }
      timeout = each;
      return this;
    }

    /** How many facts one owner may keep at a time; without this 500. */
    public Builder share(int facts) {
      if (facts < 1) {
        throw new IllegalArgumentException("share: an owner has room for one fact at least");
      }
      share = facts;
      return this;
    }

    /**
     * The store, connected, after a look at what the server promises.
     *
     * @throws StateUnavailableException when the server does not answer in time
     */
    public RedisState connect() throws StateUnavailableException {
      RedisClient client = RedisClient.create(server);
      client.setOptions(options());
      try {
        StatefulRedisConnection<String, String> connection =
            await(client.connectAsync(StringCodec.UTF8, server).toCompletableFuture(), patience());
        StatefulRedisPubSubConnection<String, String> listening =
            await(
                client.connectPubSubAsync(StringCodec.UTF8, server).toCompletableFuture(),
                patience());
        ChangeChannel changes = ChangeChannel.on(listening, channel(prefix));
        await(listening.async().subscribe(channel(prefix)), timeout);
        return new RedisState(this, client, connection, changes, info(connection));
      } catch (StateUnavailableException | RuntimeException e) {
        client.shutdown(Duration.ZERO, timeout);
        throw e;
      }
    }

    /** A connection takes several answers: of the network, of TLS, of the login. */
    private Duration patience() {
      return timeout.multipliedBy(4);
    }

    private ClientOptions options() {
      ClientOptions.Builder options =
          ClientOptions.builder()
              .autoReconnect(true)
              .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
              // What was sent may have been done: it is not sent twice.
              .replayFilter(command -> !isSubscription(command.getType().toString()))
              .requestQueueSize(MOST_WAITING)
              .socketOptions(
                  SocketOptions.builder()
                      .connectTimeout(timeout)
                      .keepAlive(
                          SocketOptions.KeepAliveOptions.builder()
                              .enable()
                              .idle(Duration.ofSeconds(5))
                              .interval(Duration.ofSeconds(1))
                              .count(3)
                              .build())
                      .build());
      ssl.ifPresent(options::sslOptions);
      return options.build();
    }

    private static boolean isSubscription(String command) {
      return command.equals("SUBSCRIBE");
    }

    /** Empty where the user may not ask: then nothing is promised that must be asked for. */
    private String info(StatefulRedisConnection<String, String> connection)
        throws StateUnavailableException {
      try {
        String memory = await(connection.async().info("memory"), timeout);
        return memory + "\n" + await(connection.async().info("persistence"), timeout);
      } catch (StateUnavailableException e) {
        if (String.valueOf(e.getMessage()).contains("NOPERM")) {
          return "";
        }
        throw e;
      }
    }
  }
}
