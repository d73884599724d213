package org.ztclinical.samples.clinic.synthea;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;

/**
 * Says that a database is completely loaded, and with what. It is written after the last resource
 * is on disk, under another name first, so that it is there whole or not at all.
 *
 * @param format the layout of the database; see {@link DataFolder}
 * @param patients how many patients were loaded
 * @param resources how many resources were loaded
 */
record LoadMarker(String format, int patients, int resources) {

  static Optional<LoadMarker> read(Path file) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
      return Optional.of(
          new LoadMarker(
              properties.getProperty("format", ""),
              Integer.parseInt(properties.getProperty("patients", "")),
              Integer.parseInt(properties.getProperty("resources", ""))));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      // A marker that cannot be read marks nothing.
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    String text = "format=" + format + "\npatients=" + patients + "\nresources=" + resources + "\n";
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
