package org.ztclinical.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ztclinical.policy.PolicyLoadException.Fault;

/**
 * All policy files of a directory, in the order of their names, when it is at rest: what is being
 * copied into it is not read by halves.
 *
 * @param settle how long nothing may have changed
 * @param clock tells what happened long ago; without that, it is waited for
 */
record DirectoryPolicies(PolicyFolder folder, Duration settle, Rest rest, InstantSource clock)
    implements PolicySource {
  static final Duration STANDARD_SETTLE = Duration.ofSeconds(1);

  /** Looks at a directory that goes on changing, before it is given up. */
  static final int MAX_LOOKS = 20;

  private static final Duration MAX_SETTLE = Duration.ofMinutes(1);

  DirectoryPolicies {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(rest, "rest");
    Objects.requireNonNull(clock, "clock");
    if (settle.isNegative() || settle.compareTo(MAX_SETTLE) > 0) {
      throw new IllegalArgumentException("a directory settles in at most one minute");
    }
  }

  static DirectoryPolicies in(Path directory, Duration settle) {
    return new DirectoryPolicies(
        new PolicyFolder(directory),
        settle,
        time -> Thread.sleep(time.toMillis()),
        InstantSource.system());
  }

  /** Waits between two looks. */
  @FunctionalInterface
  interface Rest {
    void pause(Duration time) throws InterruptedException;
  }

  @Override
  public List<PolicyText> read() throws PolicyLoadException {
    FolderLook before = folder.look();
    boolean rested = before.hasRested(settle, clock.instant());
    for (int looks = 1; looks < MAX_LOOKS; looks++) {
      if (!rested) {
        pause();
        FolderLook after = folder.look();
        rested = after.equals(before);
        before = after;
      } else {
        Reading reading = attempt(before);
        FolderLook after = folder.look();
        if (after.equals(before)) {
          return reading.texts();
        }
        rested = false;
        before = after;
      }
    }
    throw PolicyFolder.unreadable(
        folder.directory()
            + ": its files did not stay the same for "
            + settle
            + "; put them there at once, by renaming or by a link that is exchanged");
  }

  /** What was read, or why it cannot be: neither counts when the files changed meanwhile. */
  private interface Reading {
    List<PolicyText> texts() throws PolicyLoadException;
  }

  private Reading attempt(FolderLook look) {
    try {
      List<PolicyText> texts = texts(look);
      return () -> texts;
    } catch (PolicyLoadException e) {
      return () -> {
        throw e;
      };
    }
  }

  private List<PolicyText> texts(FolderLook look) throws PolicyLoadException {
    List<PolicyText> texts = new ArrayList<>();
    long bytes = 0;
    for (String name : look.names()) {
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

  private void pause() throws PolicyLoadException {
    try {
      rest.pause(settle);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PolicyLoadException(
          Fault.UNREADABLE, folder.directory() + ": interrupted while it settled", e);
    }
  }

  @Override
  public String describe() {
    return "directory " + folder.directory().getFileName();
  }
}
