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
 * @param transmitterKeys the keys of each transmitter of security events; without them its events
 *     are answered with 503, or not acknowledged, and come again
 * @param audit the audit log
 * @param policies the policies; empty when none are configured
 * @param polls the transmitters whose events are fetched
 * @param layers what each layer is configured to do, a line each
 */
public record Health(
    List<KeysHealth> keys,
    List<KeysHealth> transmitterKeys,
    AuditHealth audit,
    Optional<PoliciesHealth> policies,
    List<PollHealth> polls,
    List<String> layers) {
  public Health {
    keys = List.copyOf(keys);
    transmitterKeys = List.copyOf(transmitterKeys);
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
