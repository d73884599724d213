package org.ztclinical.statejcache;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.impl.HazelcastServerCachingProvider;
import com.hazelcast.config.CacheSimpleConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;

/** Two members of one Hazelcast cluster in this JVM, on loopback, that evict nothing. */
final class HazelcastPair implements AutoCloseable {
  private static final String CACHE = "zt-state";

  private final List<HazelcastInstance> members = new ArrayList<>();
  private final List<CacheManager> managers = new ArrayList<>();

  private HazelcastPair() {}

  static HazelcastPair start() throws IOException {
    System.setProperty("hazelcast.phone.home.enabled", "false");
    System.setProperty("hazelcast.logging.type", "none");
    HazelcastPair pair = new HazelcastPair();
    String cluster = "test-" + UUID.randomUUID();
    int first = freePort();
    int second = freePort();
    pair.join(cluster, first, second);
    pair.join(cluster, second, first);
    return pair;
  }

  private void join(String cluster, int port, int peer) {
    Config config = new Config();
    config.setClusterName(cluster);
    config.setInstanceName(cluster + "-" + port);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(port).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + peer);
    // JCache's own default evicts; a hundred million entries are never reached.
    config.addCacheConfig(
        new CacheSimpleConfig(CACHE)
            .setBackupCount(1)
            .setEvictionConfig(
                new EvictionConfig()
                    .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                    .setSize(100_000_000)));
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
    members.add(member);
    managers.add(
        new HazelcastServerCachingProvider()
            .getCacheManager(
                null, null, HazelcastCachingProvider.propertiesByInstanceItself(member)));
  }

  /** The cache as the first or the second member sees it. */
  Cache<String, String> cache(int member) {
    return managers.get(member).getCache(CACHE);
  }

  int size() {
    return members.get(0).getCluster().getMembers().size();
  }

  /** Ends one member at once, as a crash would. */
  void crash(int member) {
    members.get(member).getLifecycleService().terminate();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.getLifecycleService().terminate());
  }
}
