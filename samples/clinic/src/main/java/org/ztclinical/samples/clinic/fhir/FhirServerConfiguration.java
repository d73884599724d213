package org.ztclinical.samples.clinic.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.ztclinical.samples.clinic.settings.ClinicSettings;
import org.ztclinical.samples.clinic.tomcat.BareErrors;
import org.ztclinical.samples.clinic.tomcat.DemoCertificates;
import org.ztclinical.samples.clinic.tomcat.MutualTlsPort;
import org.ztclinical.samples.clinic.tomcat.NothingHere;
import org.ztclinical.samples.clinic.ward.WristbandServlet;

/**
 * What listens: Tomcat on loopback, the FHIR servlet, SMART discovery, wristbands, health.
 * Browsers' questions about origins (CORS) are answered in front of it, by the protection.
 */
@Configuration(proxyBeanMethods = false)
@Import({FhirStorageConfiguration.class, FirstStart.class, StaleSearches.class})
class FhirServerConfiguration {
  /** In bytes. What waits here has left, whatever ends meanwhile; Linux would take megabytes. */
  private static final String SEND_BUFFER = "65536";

  @Bean
  TomcatServletWebServerFactory tomcat(ClinicSettings settings) {
    TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(settings.fhirPort());
    tomcat.setAddress(ClinicSettings.address());
    tomcat.addContextCustomizers(BareErrors::apply);
    tomcat.addAdditionalTomcatConnectors(
        MutualTlsPort.of(settings.fhirTlsPort(), DemoCertificates.in(settings.dataFolder())));
    tomcat.setRegisterDefaultServlet(false);
    tomcat.addConnectorCustomizers(
        connector -> connector.setProperty("socket.txBufSize", SEND_BUFFER));
    return tomcat;
  }

  @Bean
  ServletRegistrationBean<NothingHere> nothingHere() {
    return new ServletRegistrationBean<>(new NothingHere(), NothingHere.PATH);
  }

  @Bean
  ServletRegistrationBean<FhirServlet> fhirServlet(
      ApplicationContext beans, ClinicSettings settings) {
    var fhir = new ServletRegistrationBean<>(new FhirServlet(beans, settings), "/fhir/*");
    fhir.setName("fhir");
    fhir.setLoadOnStartup(1);
    return fhir;
  }

  @Bean
  ServletRegistrationBean<SmartConfigurationServlet> smartConfiguration(ClinicSettings settings) {
    return new ServletRegistrationBean<>(
        new SmartConfigurationServlet(settings), "/fhir/.well-known/smart-configuration");
  }

  @Bean
  ServletRegistrationBean<WristbandServlet> wristbands(ApplicationContext beans) {
    return new ServletRegistrationBean<>(
        new WristbandServlet(() -> beans.getBean(DaoRegistry.class).getResourceDao(Patient.class)),
        WristbandServlet.PATH);
  }

  @Bean
  ServletRegistrationBean<HealthServlet> health(ApplicationContext beans) {
    // Asked for late: servlets are registered before the database is up.
    return new ServletRegistrationBean<>(
        new HealthServlet(() -> beans.getBean(DataSource.class)), "/health");
  }
}
