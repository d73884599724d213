package org.ztclinical.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.ztclinical.policy.PolicyLoadException.Fault;

/**
 * The files of one folder, read within bounds: not its folders, nothing that a link leads out of
 * it, nothing that is no regular file.
 *
 * @param directory the folder
 */
record PolicyFolder(Path directory) {
  static final String CEDAR = ".cedar";

  /** Files in one folder. */
  static final int MAX_FILES = 1_000;

  /** Bytes of one file. */
  static final int MAX_BYTES = 1024 * 1024;

  /** Bytes of all files of one source. */
  static final int MAX_ALL_BYTES = 16 * 1024 * 1024;

  /** The names of its policy files, sorted. */
  List<String> names() throws PolicyLoadException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + CEDAR)) {
      for (Path file : files) {
        names.add(file.getFileName().toString());
        if (names.size() > MAX_FILES) {
          throw unreadable(directory + ": more than " + MAX_FILES + " policy files");
        }
      }
    } catch (IOException e) {
      throw new PolicyLoadException(
          Fault.UNREADABLE, directory + ": the directory of policies cannot be read", e);
    }
    return List.copyOf(names);
  }

  /** How its policy files look now. */
  FolderLook look() throws PolicyLoadException {
    List<String> names = names();
    try {
      return FolderLook.at(directory, names);
    } catch (IOException e) {
      throw new PolicyLoadException(
          Fault.UNREADABLE, directory + ": the directory of policies cannot be read", e);
    }
  }

  /** The bytes of a file. */
  byte[] bytes(String name) throws PolicyLoadException {
    Path file = directory.resolve(name);
    try {
      if (!file.toRealPath().startsWith(directory.toRealPath())) {
        throw unreadable(file + ": a link leads out of the directory of policies");
      }
      if (!Files.isRegularFile(file)) {
        throw unreadable(file + ": not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw unreadable(file + ": larger than " + MAX_BYTES + " bytes");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new PolicyLoadException(Fault.UNREADABLE, file + ": cannot be read", e);
    }
  }

  /** The bytes of a file as UTF-8, every byte of which counts. */
  static PolicyText text(String name, byte[] bytes) throws PolicyLoadException {
    try {
      return new PolicyText(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new PolicyLoadException(Fault.UNREADABLE, name + ": not UTF-8", e);
    }
  }

  static PolicyLoadException unreadable(String problem) {
    return new PolicyLoadException(Fault.UNREADABLE, problem);
  }
}
