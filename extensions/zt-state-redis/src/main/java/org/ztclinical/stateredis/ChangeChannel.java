package org.ztclinical.stateredis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateListener;
import org.ztclinical.state.StateListeners;
import org.ztclinical.state.StateSubscription;

/**
 * The channel on which scripts tell of changes. It is subscribed to again after each lost
 * connection; what happened in between nobody tells, so listeners are told that.
 */
final class ChangeChannel extends RedisPubSubAdapter<String, String> {
  private final StateListeners listeners = new StateListeners();
  private final String channel;

  /** Used by Lettuce's thread alone. */
  private boolean subscribedBefore;

  private ChangeChannel(String channel) {
    this.channel = channel;
  }

  static ChangeChannel on(StatefulRedisPubSubConnection<String, String> connection, String name) {
    ChangeChannel channel = new ChangeChannel(name);
    connection.addListener(channel);
    return channel;
  }

  StateSubscription add(StateListener listener) {
    return listeners.add(listener);
  }

  @Override
  public void message(String from, String text) {
    if (from.equals(channel)) {
      StateKey.parse(text).ifPresent(listeners::changed);
    }
  }

  @Override
  public void subscribed(String to, long count) {
    if (subscribedBefore) {
      listeners.missed();
    }
    subscribedBefore = true;
  }
}
