package org.ztclinical.audit;

import java.nio.file.Path;

/**
 * Where things are in an audit directory.
 *
 * @param files the file system
 * @param directory the audit directory
 */
record AuditLayout(AuditFiles files, Path directory) {
  static AuditLayout of(Path directory) {
    return new AuditLayout(new DiskFiles(), directory);
  }

  LogFolder log() {
    return new LogFolder(files, directory.resolve("log"));
  }

  LogFolder rejections() {
    return new LogFolder(files, directory.resolve("rejections"));
  }

  Path sinks() {
    return directory.resolve("sinks");
  }

  static String rejectionsOrigin(String origin) {
    return origin + "#rejections";
  }
}
