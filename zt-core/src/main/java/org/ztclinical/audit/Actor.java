package org.ztclinical.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who asked, as a verified token says it.
 *
 * @param issuer the trusted issuer's configured name ({@code iss})
 * @param subject the pseudonym of {@code iss} and {@code sub}
 * @param clientId the application that asked ({@code client_id} or {@code azp}); empty if unknown
 * @param token the pseudonym of {@code iss} and {@code jti}, from which one token's use is found
 * @param roles the roles the decision was made with, at most 32; longer lists end in a count
 */
public record Actor(
    String issuer,
    Pseudonym subject,
    String clientId,
    Optional<Pseudonym> token,
    List<String> roles) {
  public Actor {
    issuer = Bounded.text(issuer);
    Objects.requireNonNull(subject, "subject");
    clientId = Bounded.text(clientId);
    Objects.requireNonNull(token, "token");
    roles = Bounded.texts(roles);
  }

  void encode(WireWriter out) {
    out.text(issuer);
    out.pseudonym(subject);
    out.text(clientId);
    out.optional(token, out::pseudonym);
    out.texts(roles);
  }

  static Actor decode(WireReader in) {
    return new Actor(in.text(), in.pseudonym(), in.text(), in.optional(in::pseudonym), in.texts());
  }

  @Override
  public String toString() {
    return Line.start("subject=" + subject)
        .word("issuer", issuer)
        .word("client", clientId)
        .word("token", token)
        .words("roles", roles)
        .toString();
  }
}
