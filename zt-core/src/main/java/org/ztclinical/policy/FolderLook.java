package org.ztclinical.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the policy files of a folder looked at one moment: which, how large, when changed, and which
 * file it is that bears the name. Two looks that are equal saw the same files, as far as a file
 * system tells without reading them. Immutable.
 */
final class FolderLook {
  private static final String GONE = "gone";

  /** Where links lead: a folder that is a link may be exchanged as a whole. */
  private final Path folder;

  private final Map<String, String> files;
  private final Instant youngest;

  private FolderLook(Path folder, Map<String, String> files, Instant youngest) {
    this.folder = folder;
    this.files = files;
    this.youngest = youngest;
  }

  /** A look at these files of the folder. */
  static FolderLook at(Path folder, List<String> names) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Instant youngest = Files.getLastModifiedTime(folder).toInstant();
    for (String name : names) {
      Map<String, Object> facts = facts(folder.resolve(name));
      files.put(name, facts.isEmpty() ? GONE : new TreeMap<>(facts).toString());
      for (Object fact : facts.values()) {
        if (fact instanceof FileTime time && time.toInstant().isAfter(youngest)) {
          youngest = time.toInstant();
        }
      }
    }
    return new FolderLook(folder.toRealPath(), Map.copyOf(files), youngest);
  }

  /** The names of the files, sorted. */
  List<String> names() {
    return files.keySet().stream().sorted().toList();
  }

  /** Whether nothing of it changed in this time before now, by the clock of the file system. */
  boolean hasRested(Duration time, Instant now) {
    return youngest.isBefore(now.minus(time));
  }

  /**
   * Where there is one, the time at which a file's entry was changed counts, too: copying can set
   * the other time back.
   */
  private static Map<String, Object> facts(Path file) {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    try {
      return Files.readAttributes(
          file,
          unix ? "unix:size,lastModifiedTime,ctime,ino,dev" : "size,lastModifiedTime,fileKey");
    } catch (IOException e) {
      // Taken away since it was listed, or a link to nothing: who reads it says so.
      return Map.of();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FolderLook look
        && folder.equals(look.folder)
        && files.equals(look.files);
  }

  @Override
  public int hashCode() {
    return files.hashCode();
  }

  @Override
  public String toString() {
    return files.size() + " policy files";
  }
}
