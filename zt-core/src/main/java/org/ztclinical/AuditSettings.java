package org.ztclinical;

import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.audit.AuditOpenException;
import org.ztclinical.notice.NoticeListener;

/** What a builder was told about the audit log: how to open one, or one that is open already. */
final class AuditSettings {
  private AuditConfig.@Nullable Builder config;
  private @Nullable AuditLog log;

  void config(AuditConfig.Builder given) {
    config = Objects.requireNonNull(given, "config");
  }

  void log(AuditLog given) {
    log = Objects.requireNonNull(given, "log");
  }

  void check() {
    if (log == null && config == null) {
      throw new IllegalStateException(
          "there is no audit log: call auditIn(directory); no audit, no access");
    }
    if (log != null && config != null) {
      throw new IllegalStateException(
          "there are two audit logs: call either audit(log), for one that is open already, or"
              + " auditIn(directory) or audit(config)");
    }
  }

  /** True when the log is opened here, and so is to be closed here. */
  boolean isOwn() {
    return log == null;
  }

  AuditLog open(InstantSource clock, NoticeListener listener) {
    if (log != null) {
      return log;
    }
    AuditConfig.Builder own = Objects.requireNonNull(config, "config");
    try {
      return AuditLog.open(own.clock(clock).listener(listener).build());
    } catch (AuditOpenException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
