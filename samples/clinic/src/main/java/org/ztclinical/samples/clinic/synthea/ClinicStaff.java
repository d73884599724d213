package org.ztclinical.samples.clinic.synthea;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The clinic itself and the people who log in to it; written by hand, as Synthea knows no logins.
 */
final class ClinicStaff {
  private static final String PRACTITIONERS = "clinic-staff.ndjson";

  private ClinicStaff() {}

  /** Organization, staff, and a care team for every second patient, so that not all are treated. */
  static List<SyntheticResource> resources(List<String> patients) {
    List<SyntheticResource> all = new ArrayList<>(new SyntheaFiles().read(PRACTITIONERS));
    for (int i = 0; i < patients.size(); i++) {
      if (i % 2 == 1) {
        all.add(careTeam("clinic-team-" + (i + 1), patients.get(i)));
      }
    }
    return all;
  }

  private static SyntheticResource careTeam(String id, String patient) {
    ObjectNode team = new ObjectMapper().createObjectNode();
    team.put("resourceType", "CareTeam").put("id", id).put("status", "active");
    team.put("name", "Treating team of the demonstration clinic");
    team.putObject("subject").put("reference", patient);
    ArrayNode participants = team.putArray("participant");
    for (String member : List.of("clinic-attending", "clinic-nurse")) {
      participants.addObject().putObject("member").put("reference", "Practitioner/" + member);
    }
    team.putArray("managingOrganization").addObject().put("reference", "Organization/clinic");
    return SyntheticResource.of(team);
  }
}
