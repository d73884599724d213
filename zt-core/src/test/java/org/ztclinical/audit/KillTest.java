package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes under load is killed with SIGKILL, again and again on one directory. Every
 * record it said was acknowledged must be in the log, with the head it said, and the log must open
 * and verify. This shows the death of a process; loss of power is {@link PowerLossTest}'s.
 *
 * <p>More kills with {@code -Dzt.audit.kills=1000}.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("zt.audit.kills", 12);

  private static final Pattern WHOLE =
      Pattern.compile(
          "opened|refused .*|record [0-9]+ [0-9a-f]{32} [0-9a-f]{64}|rejection [0-9a-f]{32}");

  @TempDir Path directory;

  @Test
  void everythingAcknowledgedSurvivesKillMinusNine() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<AuditReceipt> receipts = new ArrayList<>();
    Set<String> rejections = new HashSet<>();
    int killed = 0;

    for (int kill = 0; kill < KILLS; kill++) {
      List<String> lines = killAfter(10 + random.nextInt(250));
      assertThat(lines).as("kill %d, seed %d", kill, seed).isNotEmpty();
      assertThat(lines.get(0)).as("kill %d, seed %d", kill, seed).isEqualTo("opened");
      for (String line : lines) {
        String[] words = line.split(" ");
        if (words[0].equals("record")) {
          receipts.add(
              new AuditReceipt(
                  "test/log",
                  EventId.parse(words[2]),
                  Long.parseLong(words[1]),
                  words[3],
                  Durability.DISK));
        } else if (words[0].equals("rejection")) {
          rejections.add(words[1]);
        }
      }
      killed++;
    }

    AuditLog.open(Logs.config(directory).build()).close();
    VerificationReport report =
        AuditVerifier.verify(directory, receipts.toArray(AuditReceipt[]::new));
    System.out.printf(
        "killed %d times: %d records and %d rejections acknowledged, none missing; %s%n",
        killed, receipts.size(), rejections.size(), report.log().describe());
    assertThat(report.intact()).as("seed %d: %s", seed, report.describe()).isTrue();
    assertThat(receipts).isNotEmpty();
    assertThat(rejections).isNotEmpty();
    assertThat(eventIds()).containsAll(ids(receipts));
    assertThat(rejectedPeers()).containsAll(rejections);
  }

  /**
   * Runs the child, kills it some milliseconds after its first acknowledgement, gives its lines.
   */
  private List<String> killAfter(int millis) throws Exception {
    Process process = ChildProcess.start(directory, "load").process();
    List<String> lines = new ArrayList<>();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try {
      read(reader, lines);
      read(reader, lines);
      Thread killer = new Thread(() -> kill(process, millis));
      killer.start();
      while (read(reader, lines)) {
        // Until the pipe ends with the process.
      }
      killer.join();
    } finally {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
    return lines;
  }

  private static void kill(Process process, int millis) {
    try {
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // SIGKILL. Process.destroyForcibly would also close the pipe, with lines still in it.
    process.toHandle().destroyForcibly();
  }

  private static boolean read(BufferedReader reader, List<String> lines) throws IOException {
    String line = reader.readLine();
    if (line == null) {
      return false;
    }
    if (WHOLE.matcher(line).matches()) { // The last may be cut.
      lines.add(line);
    }
    return true;
  }

  private Set<EventId> eventIds() throws IOException {
    return Logs.entries(directory).stream()
        .map(entry -> entry.record().eventId())
        .collect(Collectors.toSet());
  }

  private Set<String> rejectedPeers() throws IOException {
    return Logs.rejections(directory).stream()
        .map(AuditEntry::record)
        .filter(RejectionRecord.class::isInstance)
        .map(record -> ((RejectionRecord) record).peer().address().map(Pseudonym::toString))
        .map(address -> address.orElse(""))
        .collect(Collectors.toSet());
  }

  private static List<EventId> ids(List<AuditReceipt> receipts) {
    return receipts.stream().map(AuditReceipt::eventId).toList();
  }
}
