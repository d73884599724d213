package org.ztclinical.samples.clinic.ward;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;

/**
 * {@code GET /wristbands/[patient id]}: what is printed on a patient's wristband, as text. It is no
 * FHIR, so that nobody checks the answer but this page: it shows the patient whom the path names.
 */
public final class WristbandServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Where to map it. */
  public static final String PATH = "/wristbands/*";

  private final transient Supplier<IFhirResourceDao<Patient>> patients;

  /** A page over these patients, which are asked for with the first request. */
  public WristbandServlet(Supplier<IFhirResourceDao<Patient>> patients) {
    this.patients = patients;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    try {
      String id = path == null ? "" : path.substring(1);
      Patient patient = patients.get().read(new IdType("Patient", id), new SystemRequestDetails());
      response.setContentType("text/plain;charset=UTF-8");
      response.getOutputStream().write(text(patient).getBytes(StandardCharsets.UTF_8));
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private static String text(Patient patient) {
    HumanName name = patient.getNameFirstRep();
    return "%s, %s%nborn %s%n%s%n"
        .formatted(
            name.getFamily(),
            name.getGivenAsSingleString(),
            patient.getBirthDateElement().getValueAsString(),
            patient.getIdElement().getIdPart());
  }
}
