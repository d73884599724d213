package org.ztclinical.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file system, as the log needs it; the seam where tests inject faults and lose power. */
interface AuditFiles {
  /** Makes the directory and its parents, readable for the owner only. */
  void createDirectories(Path directory) throws IOException;

  /** The names in a directory, sorted; none where there is no directory. */
  List<String> list(Path directory) throws IOException;

  /** Makes a file that did not exist, for reading and writing by the owner only. */
  AuditFile create(Path file) throws IOException;

  AuditFile open(Path file, boolean writable) throws IOException;

  /** Renames in one step, replacing what had the new name. */
  void rename(Path from, Path to) throws IOException;

  void deleteIfExists(Path file) throws IOException;

  /** Forces the names in a directory to the disk. */
  void syncDirectory(Path directory) throws IOException;
}
