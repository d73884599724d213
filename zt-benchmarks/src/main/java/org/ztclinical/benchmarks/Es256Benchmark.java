package org.ztclinical.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.VerifiedToken;

/** A token signed with ES256 that was never seen before, beside the signature check alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Es256Benchmark {
  private static final int POOL = 64;

  private final SampleTokens tokens = SampleTokens.es256(POOL);
  private final List<String> texts = tokens.all();
  private final TokenVerifier forgetful = tokens.verifier(0);
  private final PublicKey key = tokens.publicKey();
  private final List<byte[]> signedParts = texts.stream().map(Es256Benchmark::signedPart).toList();
  private final List<byte[]> signatures =
      texts.stream().map(Es256Benchmark::signaturePart).toList();
  private final Signature signature;
  private int next;

  /** The state of one benchmark thread. */
  public Es256Benchmark() {
    try {
      signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has this algorithm", e);
    }
  }

  /** The whole verification, nothing remembered: another token each time. */
  @Benchmark
  public VerifiedToken cold() throws Exception {
    return forgetful.verify(texts.get(step()));
  }

  /** The peer: the signature alone, over bytes taken apart beforehand. */
  @Benchmark
  public boolean bareEs256() throws Exception {
    int number = step();
    signature.initVerify(key);
    signature.update(signedParts.get(number));
    return signature.verify(signatures.get(number));
  }

  private int step() {
    next = (next + 1) % POOL;
    return next;
  }

  private static byte[] signedPart(String token) {
    return token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] signaturePart(String token) {
    return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
  }
}
