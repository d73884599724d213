package org.ztclinical.benchmarks.cedar;

import java.util.List;

/**
 * One of the permits: who in this role may do these things with resources of this type, provided
 * that MFA was used, the device is compliant and trusted enough, zone and purpose fit, and the
 * patient is in the caller's panel.
 *
 * @param role the role
 * @param type the FHIR resource type
 * @param actions FHIR interactions
 * @param minTrust the least trust in the device
 * @param zones where the request may come from
 * @param purposes what the data may be asked for
 */
record Grant(
    String role,
    String type,
    List<String> actions,
    int minTrust,
    List<String> zones,
    List<String> purposes) {
  Grant {
    actions = List.copyOf(actions);
    zones = List.copyOf(zones);
    purposes = List.copyOf(purposes);
  }

  /** Its name in every engine. */
  String id() {
    return role + "-" + type;
  }
}
