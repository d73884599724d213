package org.ztclinical.audit;

import static org.ztclinical.audit.AuditOpenException.Cause.KEY_MISSING;
import static org.ztclinical.audit.AuditOpenException.Cause.KEY_UNUSABLE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The pseudonym key in a file of the audit directory: 64 hexadecimal digits and a line break,
 * readable for the owner only. Keep a copy elsewhere: without it no patient can be found in the
 * log.
 */
final class PseudonymKeyFile {
  static final String NAME = "pseudonym.key";

  private static final int LENGTH = 2 * Pseudonyms.KEY_BYTES + 1;
  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final AuditFiles files;
  private final Path directory;
  private final Path file;

  PseudonymKeyFile(AuditFiles files, Path directory) {
    this.files = files;
    this.directory = directory;
    this.file = directory.resolve(NAME);
  }

  /** The key; made when there is neither a key nor a log. */
  byte[] load(boolean recordsExist) throws IOException {
    if (files.list(directory).contains(NAME)) {
      requireOwnerOnly();
      return read();
    }
    if (recordsExist) {
      throw new AuditOpenException(
          KEY_MISSING,
          "The audit directory has records but no "
              + NAME
              + ", the key their pseudonyms were made with. Restore the file, or give the key with"
              + " AuditConfig.pseudonymKey.");
    }
    return create();
  }

  private void requireOwnerOnly() throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && !OWNER.containsAll(view.readAttributes().permissions())) {
      throw new AuditOpenException(
          KEY_UNUSABLE, NAME + " can be read by others than its owner. Run chmod 600 on it.");
    }
  }

  private byte[] read() throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LENGTH + 1);
    try (AuditFile key = files.open(file, false)) {
      key.readFully(text, 0);
    }
    try {
      String digits = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
      byte[] key = HexFormat.of().parseHex(digits.strip());
      if (key.length == Pseudonyms.KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Said below; the exception might quote the key.
    }
    throw new AuditOpenException(
        KEY_UNUSABLE, NAME + " does not hold 64 hexadecimal digits. Restore it from its copy.");
  }

  private byte[] create() throws IOException {
    byte[] key = new byte[Pseudonyms.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    byte[] text = (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII);
    Path temporary = directory.resolve(NAME + ".tmp");
    files.deleteIfExists(temporary);
    try (AuditFile made = files.create(temporary)) {
      made.writeFully(ByteBuffer.wrap(text), 0);
      made.force(true);
    }
    files.rename(temporary, file);
    files.syncDirectory(directory);
    return key;
  }
}
