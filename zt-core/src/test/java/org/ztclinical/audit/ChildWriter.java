package org.ztclinical.audit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.ztclinical.request.RequestReason;

/** What the child does: it prints a line for each acknowledgement, at once and unbuffered. */
final class ChildWriter {
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private ChildWriter() {}

  public static void main(String[] arguments) throws Exception {
    AuditConfig config = Logs.config(Path.of(arguments[0])).segmentBytes(256 << 10).build();
    try {
      AuditLog log = AuditLog.open(config);
      OUT.println("opened");
      if (arguments[1].equals("load")) {
        load(log);
      } else {
        log.close();
      }
    } catch (AuditOpenException e) {
      OUT.println("refused " + e.reason() + " " + e.getMessage());
    }
  }

  private static void load(AuditLog log) {
    for (int i = 0; i < 4; i++) {
      new Thread(() -> decideAndRelease(log)).start();
    }
    new Thread(() -> reject(log)).start();
  }

  private static void decideAndRelease(AuditLog log) {
    while (true) {
      EventId decision = EventId.create();
      try {
        acknowledge("record", log.record(SampleRecords.permit(decision)));
        acknowledge("record", log.record(SampleRecords.release(decision)));
      } catch (AuditUnavailableException e) {
        OUT.println("unavailable " + e.reason());
      }
    }
  }

  private static void reject(AuditLog log) {
    while (true) {
      EventId unique = EventId.create();
      Pseudonym address = new Pseudonym(unique.high(), unique.low());
      Peer peer = new Peer(PeerPlace.PUBLIC, Optional.of(address));
      if (log.rejections().reject(RequestReason.CREDENTIAL_MISSING, peer)
          == RejectionLane.Outcome.RECORDED) {
        OUT.println("rejection " + address);
      }
    }
  }

  private static void acknowledge(String what, AuditReceipt receipt) {
    OUT.println(what + " " + receipt.index() + " " + receipt.eventId() + " " + receipt.head());
  }
}
