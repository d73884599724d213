package org.ztclinical.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that are small when they are what they should be. */
final class SmallFile {
  /** A bundle of a thousand certificates is smaller. */
  private static final int MAX_BYTES = 1024 * 1024;

  private SmallFile() {}

  static byte[] read(Path file) throws TlsException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new TlsException(
          TlsException.Kind.UNREADABLE,
          file.toString(),
          "cannot be read; give a file this process may read");
    }
    if (bytes.length > MAX_BYTES) {
      throw new TlsException(TlsException.Kind.UNREADABLE, file.toString(), "is larger than 1 MiB");
    }
    return bytes;
  }
}
