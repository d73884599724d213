package org.ztclinical;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.audit.AuditHealth;
import org.ztclinical.policy.PoliciesHealth;
import org.ztclinical.session.PollHealth;
import org.ztclinical.token.KeysHealth;

/**
 * How the protection of an application is, now; for a health endpoint. Holds no request data.
 *
 * @param keys the keys of each trusted issuer
 * @param audit the audit log
 * @param policies the policies; empty when none are configured
 * @param polls the transmitters whose events are fetched
 * @param layers what each layer is configured to do, a line each
 */
public record Health(
    List<KeysHealth> keys,
    AuditHealth audit,
    Optional<PoliciesHealth> policies,
    List<PollHealth> polls,
    List<String> layers) {
  public Health {
    keys = List.copyOf(keys);
    Objects.requireNonNull(policies, "policies");
    polls = List.copyOf(polls);
    layers = List.copyOf(layers);
  }

  /**
   * True when requests can be authenticated and recorded; false means that they are refused.
   * Policies that cannot be reloaded leave the former ones in force and do not count.
   */
  public boolean isUp() {
    boolean keysAtHand =
        keys.stream().anyMatch(issuer -> issuer.state() != KeysHealth.State.UNAVAILABLE);
    return keysAtHand && audit.state() != AuditHealth.State.FAILED;
  }
}
