package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ztclinical.fhir.XmlCutter;
import org.ztclinical.fhir.XmlResources;
import org.ztclinical.fhir.XmlSyntaxException;
import org.ztclinical.json.JsonObject;

/** Any bytes as an answer in XML, in chunks and whole. */
class XmlCutterFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void whatIsCutIsTheSameInAnyChunksAndWhatReadsIsCut(byte[] bytes) throws IOException {
    Optional<List<Object>> pieces = cut(bytes, bytes.length);

    for (int chunk : new int[] {1, 7}) {
      assertThat(cut(bytes, chunk)).isEqualTo(pieces);
    }
    if (read(bytes).flatMap(document -> document.string("resourceType")).isPresent()) {
      assertThat(pieces).isPresent();
    }
  }

  private static Optional<JsonObject> read(byte[] bytes) {
    try {
      return Optional.of(XmlResources.read(bytes));
    } catch (XmlSyntaxException refused) {
      return Optional.empty();
    }
  }

  private static Optional<List<Object>> cut(byte[] bytes, int chunk) throws IOException {
    List<Object> pieces = new ArrayList<>();
    XmlCutter cutter =
        new XmlCutter(
            1_000_000,
            new XmlCutter.Pieces() {
              @Override
              public void root(String name) {
                pieces.add(name);
              }

              @Override
              public void element(String name, byte[] source, int from, int to)
                  throws XmlSyntaxException {
                pieces.add(name);
                if (pieces.get(0).equals("Bundle")) {
                  pieces.add(XmlResources.readInBundle(source, from, to));
                }
              }
            });
    try {
      for (int from = 0; from < bytes.length; from += chunk) {
        cutter.feed(bytes, from, Math.min(bytes.length, from + chunk));
      }
      cutter.finish();
      return Optional.of(pieces);
    } catch (XmlSyntaxException refused) {
      return Optional.empty();
    }
  }
}
