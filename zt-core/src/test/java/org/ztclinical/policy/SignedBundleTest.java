package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.policy.PolicyLoadException.Fault;
import org.ztclinical.token.SigningAlgorithm;

/** Who can write to the directory of a signed bundle can do nothing but stop reloads. */
class SignedBundleTest {
  private static final String GOOD = "@id(\"%s\") permit (principal, action, resource);";
  private static final String HEADER =
      "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"zt-policies+jws\"}";

  private static KeyPair signer;
  private static KeyPair stranger;

  @TempDir Path root;
  private Path directory;
  private Path versionFile;
  private final Map<String, String> files = new TreeMap<>();

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    signer = generator.generateKeyPair();
    stranger = generator.generateKeyPair();
  }

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = Files.createDirectory(root.resolve("bundle"));
    versionFile = root.resolve("policies.version");
    files.put("a.cedar", GOOD.formatted("a"));
    files.put("b.cedar", GOOD.formatted("b"));
  }

  @Test
  void aSignedBundleIsUsedAndItsVersionKept() throws Exception {
    publish(7);

    PolicyStore store = open(bundle());

    assertThat(store.current().size()).isEqualTo(2);
    assertThat(Files.readString(versionFile)).startsWith("7 ");
    assertThat(store.describe()).contains("version 7");
  }

  @Test
  void anOlderBundleIsRefusedAndTheNewerStaysInUse() throws Exception {
    publish(7);
    PolicyStore store = open(bundle());
    files.remove("b.cedar");
    Files.delete(directory.resolve("b.cedar"));
    publish(6);

    assertThat(store.reload()).isFalse();

    assertThat(store.current().size()).isEqualTo(2);
    assertThat(store.health().problem().orElseThrow())
        .contains("version 6 is older than version 7");
    assertRefused(Fault.ROLLED_BACK, "version 6 is older than version 7");
  }

  @Test
  void anotherBundleOfTheSameVersionIsRefused() throws Exception {
    publish(7);
    open(bundle());
    files.put("b.cedar", GOOD.formatted("other"));
    publish(7);

    assertRefused(Fault.ROLLED_BACK, "another bundle of version 7");
  }

  @Test
  void aNewerBundleIsUsedAndKept() throws Exception {
    publish(7);
    PolicyStore store = open(bundle());
    files.put("c.cedar", GOOD.formatted("c"));
    publish(8);

    assertThat(store.reload()).isTrue();

    assertThat(store.current().size()).isEqualTo(3);
    assertThat(Files.readString(versionFile)).startsWith("8 ");
  }

  @Test
  void aBundleWhosePoliciesAreBadIsNotRememberedAsUsed() throws Exception {
    files.put("a.cedar", "permit (principal, action, resource);");
    publish(9);

    assertThatThrownBy(() -> open(bundle())).isInstanceOf(PolicyLoadException.class);

    assertThat(versionFile).doesNotExist();
  }

  @Test
  void aBundleBeforeTheLeastVersionIsRefusedAlsoWithoutMemory() throws Exception {
    publish(7);

    assertThatThrownBy(() -> bundle().notBefore(8).read())
        .hasMessageContaining("version 7 is older than version 8");
  }

  @Test
  void aVersionFileThatCannotBeReadRefusesEveryBundle() throws Exception {
    publish(7);
    Files.writeString(versionFile, "seven\n");

    assertRefused(Fault.UNREADABLE, "does not hold the version of a bundle");
  }

  @Test
  void aChangedAMissingAndAnAddedFileAreRefused() throws Exception {
    publish(7);
    Files.writeString(directory.resolve("a.cedar"), GOOD.formatted("changed"));
    assertRefused(Fault.NOT_SIGNED, "a.cedar: not the file that was signed");

    publish(7);
    Files.delete(directory.resolve("b.cedar"));
    assertRefused(Fault.UNREADABLE, "b.cedar: cannot be read");

    publish(7);
    Files.writeString(directory.resolve("c.cedar"), GOOD.formatted("c"));
    assertRefused(Fault.NOT_SIGNED, "c.cedar: not listed in manifest.json");
  }

  @Test
  void aManifestThatNobodySignedIsRefused() throws Exception {
    publish(7);
    sign(stranger, HEADER, manifest(7));
    assertRefused(Fault.NOT_SIGNED, "the signature does not verify");

    sign(signer, HEADER, manifest(7).replace("\"version\":7", "\"version\":9"));
    assertRefused(Fault.NOT_SIGNED, "the signature does not verify");

    Files.writeString(directory.resolve("manifest.jws"), "e30..");
    assertRefused(Fault.NOT_SIGNED, "not signed as it must be");

    Files.delete(directory.resolve("manifest.jws"));
    assertRefused(Fault.UNREADABLE, "manifest.jws: cannot be read");
  }

  @Test
  void aSignatureForAnotherPurposeOrByAnotherAlgorithmIsRefused() throws Exception {
    publish(7);
    for (String header :
        List.of(
            "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}",
            "{\"alg\":\"ES256\",\"kid\":\"k1\"}",
            "{\"alg\":\"none\",\"typ\":\"zt-policies+jws\"}",
            "{\"alg\":\"HS256\",\"typ\":\"zt-policies+jws\"}",
            "{\"alg\":\"ES384\",\"kid\":\"k1\",\"typ\":\"zt-policies+jws\"}",
            "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"zt-policies+jws\",\"b64\":false}",
            "{\"alg\":\"ES256\",\"kid\":\"other\",\"typ\":\"zt-policies+jws\"}",
            "{\"alg\":\"ES256\",\"jwk\":{},\"typ\":\"zt-policies+jws\"}")) {
      sign(signer, header, manifest(7));

      assertThatThrownBy(() -> bundle().read())
          .as(header)
          .isInstanceOfSatisfying(
              PolicyLoadException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_SIGNED));
    }
  }

  @Test
  void aSignedManifestThatSaysTooMuchOrLeadsElsewhereIsRefused() throws Exception {
    publish(7);
    String good = manifest(7);
    List<String> bad = new ArrayList<>();
    bad.add(good.replace("\"version\":7", "\"version\":7,\"note\":\"x\""));
    bad.add(good.replace("\"version\":7", "\"version\":7.0"));
    bad.add(good.replace("\"version\":7", "\"version\":0"));
    bad.add(good.replace("\"version\":7", "\"version\":7,\"version\":7"));
    bad.add(good.replace("zt-policies-1", "zt-policies-2"));
    bad.add(good.replace("a.cedar", "../a.cedar"));
    bad.add(good.replace("b.cedar", "a.cedar"));
    bad.add("{\"format\":\"zt-policies-1\",\"version\":7,\"files\":[]}");
    for (String manifest : bad) {
      sign(signer, HEADER, manifest);
      Files.writeString(directory.resolve("manifest.json"), manifest);

      assertThatThrownBy(() -> bundle().read())
          .as(manifest)
          .isInstanceOf(PolicyLoadException.class)
          .hasMessageStartingWith("manifest.json: ");
    }
  }

  private SignedBundle bundle() {
    return SignedBundle.in(directory, jwks(), versionFile, SigningAlgorithm.ES256);
  }

  private static PolicyStore open(PolicySource source) throws PolicyLoadException {
    return PolicyStore.open(
        List.of(source), KnownObligations.none(), NoticeListener.none(), InstantSource.system());
  }

  private void assertRefused(Fault fault, String why) {
    assertThatThrownBy(() -> bundle().read())
        .isInstanceOfSatisfying(
            PolicyLoadException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(why);
  }

  /** Writes files, manifest and signature as who may sign would. */
  private void publish(long version) throws Exception {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(directory.resolve("manifest.json"), manifest(version));
    sign(signer, HEADER, manifest(version));
  }

  private String manifest(long version) throws Exception {
    List<String> listed = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(file.getValue().getBytes(StandardCharsets.UTF_8));
      listed.add(
          "{\"name\":\""
              + file.getKey()
              + "\",\"sha256\":\""
              + HexFormat.of().formatHex(digest)
              + "\"}");
    }
    return "{\"format\":\"zt-policies-1\",\"version\":"
        + version
        + ",\"files\":["
        + String.join(",", listed)
        + "]}";
  }

  private void sign(KeyPair key, String header, String manifest) throws Exception {
    String head = base64(header.getBytes(StandardCharsets.UTF_8));
    String input = head + "." + base64(manifest.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key.getPrivate());
    signature.update(input.getBytes(StandardCharsets.US_ASCII));
    Files.writeString(directory.resolve("manifest.jws"), head + ".." + base64(signature.sign()));
  }

  private static String jwks() {
    ECPublicKey key = (ECPublicKey) signer.getPublic();
    return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k1\",\"x\":\""
        + coordinate(key.getW().getAffineX())
        + "\",\"y\":\""
        + coordinate(key.getW().getAffineY())
        + "\"}]}";
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int from = Math.max(0, bytes.length - 32);
    System.arraycopy(bytes, from, fixed, 32 - (bytes.length - from), bytes.length - from);
    return base64(fixed);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
