package org.ztclinical.benchmarks.cedar;

import java.util.Set;

/**
 * The ten attributes of a request's context.
 *
 * @param mfa whether a second factor was used
 * @param deviceCompliant whether the device follows the rules
 * @param deviceTrust how much it is trusted, 0 to 5
 * @param zone where the request comes from
 * @param purpose what for
 * @param risk how unusual it is, 0 to 100
 * @param breakGlass whether the caller declared an emergency
 * @param sessionMinutes how old the session is
 * @param ip the caller's address
 * @param labels sensitivity labels of the data
 */
record Circumstances(
    boolean mfa,
    boolean deviceCompliant,
    int deviceTrust,
    String zone,
    String purpose,
    int risk,
    boolean breakGlass,
    int sessionMinutes,
    String ip,
    Set<String> labels) {
  Circumstances {
    labels = Set.copyOf(labels);
  }

  /** Circumstances under which this permit holds and nothing forbids. */
  static Circumstances fitting(Grant grant) {
    return new Circumstances(
        true,
        true,
        grant.minTrust() + 1,
        grant.zones().get(0),
        grant.purposes().get(1),
        12,
        false,
        35,
        "10.20.30.40",
        Set.of("N"));
  }

  Circumstances withoutMfa() {
    return new Circumstances(
        false,
        deviceCompliant,
        deviceTrust,
        zone,
        purpose,
        risk,
        breakGlass,
        sessionMinutes,
        ip,
        labels);
  }

  Circumstances at(String changed) {
    return new Circumstances(
        mfa,
        deviceCompliant,
        deviceTrust,
        changed,
        purpose,
        risk,
        breakGlass,
        sessionMinutes,
        ip,
        labels);
  }

  Circumstances withRisk(int changed) {
    return new Circumstances(
        mfa,
        deviceCompliant,
        deviceTrust,
        zone,
        purpose,
        changed,
        breakGlass,
        sessionMinutes,
        ip,
        labels);
  }

  Circumstances from(String changed) {
    return new Circumstances(
        mfa,
        deviceCompliant,
        deviceTrust,
        zone,
        purpose,
        risk,
        breakGlass,
        sessionMinutes,
        changed,
        labels);
  }

  Circumstances onSensitiveData(boolean emergency) {
    return new Circumstances(
        mfa,
        deviceCompliant,
        deviceTrust,
        zone,
        purpose,
        risk,
        emergency,
        sessionMinutes,
        ip,
        Set.of("N", "R"));
  }
}
