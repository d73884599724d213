package org.ztclinical.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All policy files of a directory, in the order of their names. */
record DirectoryPolicies(PolicyFolder folder) implements PolicySource {
  static DirectoryPolicies in(Path directory) {
    return new DirectoryPolicies(new PolicyFolder(directory));
  }

  @Override
  public List<PolicyText> read() throws PolicyLoadException {
    List<PolicyText> texts = new ArrayList<>();
    long bytes = 0;
    for (String name : folder.names()) {
      byte[] file = folder.bytes(name);
      bytes += file.length;
      if (bytes > PolicyFolder.MAX_ALL_BYTES) {
        throw PolicyFolder.unreadable(
            folder.directory() + ": more than " + PolicyFolder.MAX_ALL_BYTES + " bytes");
      }
      texts.add(PolicyFolder.text(name, file));
    }
    if (texts.isEmpty()) {
      // An empty set would deny everybody; more likely the path is wrong, or files were moved away.
      throw PolicyFolder.unreadable(folder.directory() + ": no *.cedar file is in it");
    }
    return texts;
  }

  @Override
  public String describe() {
    return "directory " + folder.directory().getFileName();
  }
}
