package org.ztclinical.defence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What takes defences out must not be content with having taken out nothing. */
class WeakeningTest {
  @Test
  void aDefenceIsGoneFromTheClassAndFromNoOther() throws Exception {
    List<Removal> removals = Removal.parse("request.CanonicalPath.isAccepted(char) => true");
    Class<?> weakened =
        Class.forName("org.ztclinical.request.CanonicalPath", true, new WeakenedLoader(removals));
    Class<?> whole =
        Class.forName("org.ztclinical.request.CanonicalPath", true, new WeakenedLoader(List.of()));

    weakened.getMethod("parse", String.class).invoke(null, "/a%20b");
    assertThatThrownBy(() -> whole.getMethod("parse", String.class).invoke(null, "/a%20b"))
        .rootCause()
        .hasMessageContaining("more than one reading");
  }

  @Test
  void aDefenceThatIsNotThereIsNoDefence() {
    for (String unknown :
        List.of(
            "request.CanonicalPath.noSuchMethod => true",
            "request.CanonicalPath.parse => true",
            "request.CanonicalPath.parse => Careless.noSuchMethod",
            "request.CanonicalPath.parse => without String.noSuchMethod",
            "request.CanonicalPath.parse => no limit of 2047",
            "request.CanonicalPath.parse => always String.length",
            "request.CanonicalPath.text => nothing")) {
      assertThatThrownBy(() -> load("org.ztclinical.request.CanonicalPath", unknown))
          .as(unknown)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void methodsThatShareANameAreToldApart() {
    String local = "fhir.Reference.local";

    assertThatThrownBy(() -> load("org.ztclinical.fhir.Reference", local + " => as given"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("several methods fit");
  }

  private static Class<?> load(String name, String removals) throws ClassNotFoundException {
    return Class.forName(name, true, new WeakenedLoader(Removal.parse(removals)));
  }
}
