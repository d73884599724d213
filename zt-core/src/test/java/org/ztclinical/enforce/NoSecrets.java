package org.ztclinical.enforce;

import java.util.Optional;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ReleaseFilter;

/** Rules for tests: whatever has an id that begins with {@code secret} stays. */
final class NoSecrets {
  static final ReleasedNames NAMES =
      new ReleasedNames(PatientCompartment.official(), ServerBase.of("https://fhir.example/fhir"));

  static final ReleaseFilter FILTER =
      resource ->
          resource.string("id").orElse("").startsWith("secret")
              ? Optional.of(Reason.of(EnforceReason.ANSWER_REFUSED))
              : Optional.empty();

  /** For a caller who is not confined. */
  static final EntryRule OPEN = new EntryRule(FILTER, false, false, true, true, false);

  private NoSecrets() {}
}
