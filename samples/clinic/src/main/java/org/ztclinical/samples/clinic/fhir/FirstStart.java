package org.ztclinical.samples.clinic.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.context.SmartLifecycle;
import org.ztclinical.samples.clinic.synthea.DataFolder;
import org.ztclinical.samples.clinic.synthea.LoadProgress;
import org.ztclinical.samples.clinic.synthea.PatientLoader;
import org.ztclinical.samples.clinic.synthea.SyntheticClinic;
import org.ztclinical.samples.clinic.synthea.SyntheticResource;

/** Loads the patients into an empty database, before Tomcat opens its port. */
final class FirstStart implements SmartLifecycle {
  private final DataFolder folder;
  private final FhirContext fhir;
  private final IFhirSystemDao<Bundle, Meta> storage;
  private final JpaStorageSettings settings;
  private final DataSource database;
  private volatile boolean running;

  FirstStart(
      DataFolder folder,
      FhirContext fhir,
      IFhirSystemDao<Bundle, Meta> storage,
      JpaStorageSettings settings,
      DataSource database) {
    this.folder = folder;
    this.fhir = fhir;
    this.storage = storage;
    this.settings = settings;
    this.database = database;
  }

  /** Earlier than Spring Boot's web server. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public void start() {
    running = true;
    if (folder.isLoaded()) {
      return;
    }
    SyntheticClinic clinic = SyntheticClinic.ofFirst(folder.patients());
    LoadProgress progress = LoadProgress.onStandardOutput(clinic.resources().size());
    settings.setMassIngestionMode(true);
    try {
      new PatientLoader(this::store, this::flush).load(clinic, folder, progress);
    } finally {
      settings.setMassIngestionMode(false);
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void store(List<SyntheticResource> batch) {
    IParser json = fhir.newJsonParser();
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    for (SyntheticResource resource : batch) {
      bundle
          .addEntry()
          .setResource((Resource) json.parseResource(resource.json()))
          .getRequest()
          .setMethod(HTTPVerb.PUT)
          .setUrl(resource.reference());
    }
    storage.transaction(new SystemRequestDetails(), bundle);
  }

  /** H2 writes committed rows to the file a little later, unless it is told to do it now. */
  private void flush() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    } catch (SQLException e) {
      throw new IllegalStateException("the loaded patients cannot be written to disk", e);
    }
  }
}
