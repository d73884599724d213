package org.ztclinical.fhirclient;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.smart.LaunchContext;

/**
 * A session of a test: gives numbered tokens with one grant, and remembers which were forgotten.
 */
final class Session implements TokenSource {
  private final String name;
  private final OutboundGrant grant;
  private final InstantSource clock;
  private final AtomicInteger number = new AtomicInteger(1);
  final List<AccessToken> forgotten = new CopyOnWriteArrayList<>();

  private Session(String name, OutboundGrant grant, InstantSource clock) {
    this.name = name;
    this.grant = grant;
    this.clock = clock;
  }

  /** A session with this patient in context; none when empty. */
  static Session of(InstantSource clock, String patient, String... scopes) {
    Optional<String> inContext = patient.isEmpty() ? Optional.empty() : Optional.of(patient);
    String name = patient.isEmpty() ? "service" : patient;
    OutboundGrant grant =
        new OutboundGrant(
            "https://as.example.org",
            "app",
            "subject-of-" + name,
            List.of(scopes),
            LaunchContext.of(inContext, Optional.empty()));
    return new Session(name, grant, clock);
  }

  /** The text of the token given now. */
  String secret() {
    return "secret-of-" + name + "-" + number.get();
  }

  @Override
  public AccessToken token() {
    return AccessToken.of(secret(), grant, clock.instant().plusSeconds(300));
  }

  @Override
  public void forget(AccessToken refused) {
    forgotten.add(refused);
    number.incrementAndGet();
  }
}
