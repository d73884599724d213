package org.ztclinical.samples.clinic.synthea;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ztclinical.samples.clinic.settings.ClinicSettings;
import org.ztclinical.samples.clinic.settings.SettingsException;

/**
 * The folder of one clinic, held by one process at a time.
 *
 * <pre>
 * clinic.lock        held while a clinic runs
 * fhir/              the H2 database
 * fhir-loaded        there only when the database is complete
 * </pre>
 *
 * <p>A database without its marker is left over from a start that was cut short: it is deleted and
 * loaded anew, never served.
 */
public final class DataFolder implements AutoCloseable {

  /** Changes whenever an old database could not be read any more or lacks something. */
  private static final String FORMAT = "hapi-8.8.0-synthea-20260101-1";

  private final Path folder;
  private final FileChannel lockFile;
  private final int patients;
  private final boolean loaded;

  private DataFolder(Path folder, FileChannel lockFile, int patients, boolean loaded) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.patients = patients;
    this.loaded = loaded;
  }

  /**
   * Opens the folder, makes it if need be, and clears away what cannot be used.
   *
   * @throws SettingsException when the folder cannot be written, is in use, or holds another number
   *     of patients than was asked for
   */
  public static DataFolder open(ClinicSettings settings) {
    Path folder = settings.dataFolder();
    FileChannel lockFile = lock(folder);
    try {
      Optional<LoadMarker> marker =
          LoadMarker.read(marker(folder)).filter(found -> found.format().equals(FORMAT));
      if (marker.isPresent() && !settings.reset()) {
        int there = marker.get().patients();
        requireSame(folder, there, settings.patients());
        return new DataFolder(folder, lockFile, there, true);
      }
      Files.deleteIfExists(marker(folder));
      deleteTree(database(folder));
      int wanted = settings.patients().orElse(ClinicSettings.DEFAULT_PATIENTS);
      int there = SyntheticPatients.first(wanted).size();
      return new DataFolder(folder, lockFile, there, false);
    } catch (IOException e) {
      release(lockFile);
      throw notWritable(folder, e);
    } catch (RuntimeException e) {
      release(lockFile);
      throw e;
    }
  }

  /** Whether the database is complete and only has to be opened. */
  public boolean isLoaded() {
    return loaded;
  }

  /** How many patients the database has, or will have once loaded. */
  public int patients() {
    return patients;
  }

  /** The path of the H2 database, without H2's own file ending. */
  public Path database() {
    return database(folder).resolve("clinic");
  }

  /** The folder itself, for files of other parts of the clinic. */
  public Path folder() {
    return folder;
  }

  /** Marks the database complete; call it when every resource is on disk, and not before. */
  public void markLoaded(int resources) {
    try {
      new LoadMarker(FORMAT, patients, resources).write(marker(folder));
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  /** Lets another process have the folder. */
  @Override
  public void close() {
    release(lockFile);
  }

  private static FileChannel lock(Path folder) {
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve("clinic.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new SettingsException(
            "the data folder "
                + folder
                + " is used by another clinic; stop that one or give --data=DIR");
      }
      return channel;
    } catch (IOException e) {
      if (channel != null) {
        release(channel);
      }
      throw notWritable(folder, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // The same process holds it already.
      return null;
    }
  }

  private static void requireSame(Path folder, int there, OptionalInt asked) {
    if (asked.isPresent() && SyntheticPatients.first(asked.getAsInt()).size() != there) {
      throw new SettingsException(
          "the data folder "
              + folder
              + " holds "
              + there
              + " patients; leave the number out to use them, or add --reset to load anew");
    }
  }

  private static Path marker(Path folder) {
    return folder.resolve("fhir-loaded");
  }

  private static Path database(Path folder) {
    return folder.resolve("fhir");
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void release(FileChannel lockFile) {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of the data folder cannot be released", e);
    }
  }

  private static SettingsException notWritable(Path folder, IOException cause) {
    return new SettingsException(
        "the data folder " + folder + " cannot be written; give a writable one with --data=DIR",
        cause);
  }
}
