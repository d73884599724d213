package org.ztclinical.policy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ztclinical.policy.PolicyLoadException.Fault;
import org.ztclinical.token.DetachedSignatures;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenRejectedException;

/**
 * A directory of policies that somebody signed: {@code manifest.json} with a version and the
 * SHA-256 of each file, and {@code manifest.jws}, a detached JWS over the manifest's bytes (RFC
 * 7515 Appendix F) with {@code typ} {@value #TYPE}. Who can write to the directory can neither
 * change a policy, nor leave one out, nor bring back an older set.
 *
 * <p>The highest version that was taken into use is kept in a file which the writer of the
 * directory must not be able to write.
 */
public final class SignedBundle implements PolicySource {
  /** What {@code typ} says in the header of the signature. */
  public static final String TYPE = "zt-policies+jws";

  static final String MANIFEST = "manifest.json";
  static final String SIGNATURE = "manifest.jws";

  private static final Pattern KEPT = Pattern.compile("([1-9][0-9]{0,17}) ([0-9a-f]{64})\\R?");
  private static final int MAX_KEPT_BYTES = 256;

  private final PolicyFolder folder;
  private final DetachedSignatures signatures;
  private final Path versionFile;
  private final long minimum;

  /** What was read last; it is remembered when it was taken into use. */
  private volatile Optional<Version> read = Optional.empty();

  private record Version(long number, String digest) {}

  private SignedBundle(
      PolicyFolder folder, DetachedSignatures signatures, Path versionFile, long minimum) {
    this.folder = folder;
    this.signatures = signatures;
    this.versionFile = versionFile;
    this.minimum = minimum;
  }

  /**
   * The bundle in a directory.
   *
   * @param jwkSet public keys of who may sign (RFC 7517 §5)
   * @param versionFile where the version in use is kept; made when the first bundle is used
   * @param algorithm with which it may be signed
   * @throws IllegalArgumentException when there is no usable key in the set
   */
  public static SignedBundle in(
      Path directory,
      String jwkSet,
      Path versionFile,
      SigningAlgorithm algorithm,
      SigningAlgorithm... more) {
    return new SignedBundle(
        new PolicyFolder(directory),
        DetachedSignatures.by(jwkSet, algorithm, more),
        Objects.requireNonNull(versionFile, "versionFile"),
        1);
  }

  /** A copy that takes no bundle before this version, even where none is remembered. */
  public SignedBundle notBefore(long version) {
    if (version < 1) {
      throw new IllegalArgumentException("versions of bundles begin with 1");
    }
    return new SignedBundle(folder, signatures, versionFile, version);
  }

  @Override
  public List<PolicyText> read() throws PolicyLoadException {
    byte[] document = folder.bytes(MANIFEST);
    requireSigned(document);
    BundleManifest manifest = BundleManifest.parse(document);
    Version version = new Version(manifest.version(), sha256(document));
    requireNotOlder(version);
    requireNothingElse(manifest);
    List<PolicyText> texts = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<String, String> file : manifest.digests().entrySet()) {
      byte[] content = folder.bytes(file.getKey());
      bytes += content.length;
      if (!sha256(content).equals(file.getValue())) {
        throw new PolicyLoadException(
            Fault.NOT_SIGNED, file.getKey() + ": not the file that was signed");
      }
      if (bytes > PolicyFolder.MAX_ALL_BYTES) {
        throw PolicyFolder.unreadable(
            folder.directory() + ": more than " + PolicyFolder.MAX_ALL_BYTES + " bytes");
      }
      texts.add(PolicyFolder.text(file.getKey(), content));
    }
    read = Optional.of(version);
    return texts;
  }

  private void requireSigned(byte[] document) throws PolicyLoadException {
    byte[] signature = folder.bytes(SIGNATURE);
    try {
      signatures.verify(new String(signature, StandardCharsets.US_ASCII).strip(), document, TYPE);
    } catch (TokenRejectedException e) {
      throw new PolicyLoadException(
          Fault.NOT_SIGNED,
          SIGNATURE + ": the manifest is not signed as it must be: " + e.asReason().text(),
          e);
    }
  }

  private void requireNotOlder(Version version) throws PolicyLoadException {
    Optional<Version> kept = kept();
    long least = Math.max(minimum, kept.map(Version::number).orElse(minimum));
    if (version.number() < least) {
      throw new PolicyLoadException(
          Fault.ROLLED_BACK,
          MANIFEST + ": version " + version.number() + " is older than version " + least);
    }
    boolean another =
        kept.filter(used -> used.number() == version.number() && !used.equals(version)).isPresent();
    if (another) {
      throw new PolicyLoadException(
          Fault.ROLLED_BACK,
          MANIFEST
              + ": another bundle of version "
              + version.number()
              + " was used before; a changed bundle has a higher version");
    }
  }

  /** A file that is not listed would be taken for one that decides. */
  private void requireNothingElse(BundleManifest manifest) throws PolicyLoadException {
    for (String name : folder.names()) {
      if (!manifest.digests().containsKey(name)) {
        throw new PolicyLoadException(Fault.NOT_SIGNED, name + ": not listed in " + MANIFEST);
      }
    }
  }

  private Optional<Version> kept() throws PolicyLoadException {
    if (!Files.exists(versionFile)) {
      return Optional.empty();
    }
    try {
      if (Files.size(versionFile) > MAX_KEPT_BYTES) {
        throw unreadableVersion();
      }
      Matcher kept = KEPT.matcher(Files.readString(versionFile, StandardCharsets.US_ASCII));
      if (!kept.matches()) {
        throw unreadableVersion();
      }
      return Optional.of(new Version(Long.parseLong(kept.group(1)), kept.group(2)));
    } catch (IOException e) {
      throw new PolicyLoadException(Fault.UNREADABLE, versionFile + ": cannot be read", e);
    }
  }

  private PolicyLoadException unreadableVersion() {
    return PolicyFolder.unreadable(
        versionFile
            + ": does not hold the version of a bundle; restore it, or remove it and say"
            + " notBefore(version)");
  }

  @Override
  public void use() throws PolicyLoadException {
    Optional<Version> used = read;
    if (used.isEmpty() || used.equals(kept())) {
      return;
    }
    String line = used.get().number() + " " + used.get().digest() + "\n";
    Path next = versionFile.resolveSibling(versionFile.getFileName() + ".next");
    try {
      Files.writeString(next, line, StandardCharsets.US_ASCII);
      try (FileChannel file = FileChannel.open(next, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(next, versionFile, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PolicyLoadException(
          Fault.UNREADABLE, versionFile + ": the version cannot be kept", e);
    }
  }

  @Override
  public String describe() {
    return "signed bundle "
        + folder.directory().getFileName()
        + read.map(version -> " version " + version.number()).orElse("");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
