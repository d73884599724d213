package org.ztclinical.fhirclient;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditRecord;
import org.ztclinical.audit.DecisionRecord;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.testing.ManualClock;

/** A remote server, another server that must never be called, a real audit log, clients. */
abstract class ClientFixture {
  /** One for all tests: scanning the FHIR model takes seconds. */
  static final FhirContext R4 = FhirContext.forR4();

  final ManualClock clock = ManualClock.create();
  final FakeRemote remote = FakeRemote.start();
  final FakeRemote elsewhere = FakeRemote.start();

  @TempDir Path directory;
  AuditLog log;

  @BeforeEach
  void openLog() throws Exception {
    log = AuditLog.open(AuditConfig.at(directory).segmentBytes(256 << 10).build());
  }

  @AfterEach
  void closeAll() throws Exception {
    remote.close();
    elsewhere.close();
    log.close();
  }

  SecuredFhirClients.Builder builder() {
    return SecuredFhirClients.remote(remote.base())
        .dedicatedContext(R4)
        .audit(log)
        .skipServerValidation()
        .clock(clock);
  }

  /** A client of a session with patient {@code p1} in context. */
  IGenericClient client(String... scopes) {
    return builder().build().client(session(scopes));
  }

  Session session(String... scopes) {
    return Session.of(clock, "p1", scopes);
  }

  /** The decisions and releases on disk, in order. */
  List<AuditRecord> records() throws Exception {
    List<AuditRecord> records = new ArrayList<>();
    AuditReader.forEach(
        directory,
        entry -> {
          AuditRecord record = entry.record();
          if (record instanceof DecisionRecord || record instanceof ReleaseRecord) {
            records.add(record);
          }
        });
    return records;
  }
}
