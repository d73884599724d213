package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.ztclinical.ZeroTrust;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.TestIssuer;

/** The two ways to put the filter into a Spring Boot application, among its other filters. */
final class SpringBootTest {
  private static final TestIssuer ISSUER = TestIssuer.create(InstantSource.system());

  @TempDir static Path directory;

  /** What every Spring Boot application has: a server, servlets, filters of others. */
  @Configuration(proxyBeanMethods = false)
  static class Application {
    @Bean
    TomcatServletWebServerFactory server() throws IOException {
      return new TomcatServletWebServerFactory(0);
    }

    @Bean(destroyMethod = "close")
    ZeroTrust zeroTrust() throws IOException {
      Path audit = java.nio.file.Files.createTempDirectory(directory, "audit");
      return TestApplication.zeroTrust(ISSUER, audit);
    }

    @Bean
    ServletRegistrationBean<Servlet> fhir() {
      ServletRegistrationBean<Servlet> bean =
          new ServletRegistrationBean<>(new RecordsServlet(), "/fhir/*");
      bean.setAsyncSupported(true);
      return bean;
    }

    /** A filter as Spring Boot has several, with a high precedence of its own. */
    @Bean
    FilterRegistrationBean<jakarta.servlet.Filter> other() {
      FilterRegistrationBean<jakarta.servlet.Filter> bean =
          new FilterRegistrationBean<>(
              (request, response, chain) ->
                  chain.doFilter(
                      new HttpServletRequestWrapper((HttpServletRequest) request), response));
      bean.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
      return bean;
    }
  }

  /** The short way: the filter maps itself, before the filter beans are added. */
  @Configuration(proxyBeanMethods = false)
  static class ByInitializer extends Application {
    @Bean
    ServletContextInitializer zeroTrustFilter(ZeroTrust zeroTrust) {
      return new First(zeroTrust);
    }

    private record First(ZeroTrust zeroTrust) implements ServletContextInitializer, Ordered {
      @Override
      public void onStartup(ServletContext context) {
        ZeroTrustFilter.register(context, zeroTrust);
      }

      @Override
      public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
      }
    }
  }

  /** As a filter bean like others, whose mapping the application vouches for. */
  @Configuration(proxyBeanMethods = false)
  static class ByRegistrationBean extends Application {
    @Bean
    FilterRegistrationBean<ZeroTrustFilter> zeroTrustFilter(ZeroTrust zeroTrust) {
      FilterRegistrationBean<ZeroTrustFilter> bean =
          new FilterRegistrationBean<>(new ZeroTrustFilter(zeroTrust).trustMapping());
      bean.setOrder(Ordered.HIGHEST_PRECEDENCE);
      bean.addUrlPatterns("/*");
      bean.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
      bean.setAsyncSupported(true);
      return bean;
    }
  }

  /** Forgets what must not be forgotten: Spring Boot maps every filter bean by itself. */
  @Configuration(proxyBeanMethods = false)
  static class ByChance extends Application {
    @Bean
    ZeroTrustFilter zeroTrustFilter(ZeroTrust zeroTrust) {
      return new ZeroTrustFilter(zeroTrust);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {ByInitializer.class, ByRegistrationBean.class})
  void aSpringBootApplicationIsProtected(Class<?> configuration) {
    try (var context = new AnnotationConfigServletWebServerApplicationContext(configuration)) {
      RawClient client = new RawClient(context.getWebServer().getPort());
      String token = ISSUER.mint(t -> t.patient("1").scope("launch/patient patient/*.cruds"));

      Received own = client.get("/fhir/Patient/1").bearer(token).receive();
      Received other = client.get("/fhir/Patient/2").bearer(token).receive();
      Received async =
          client
              .get("/fhir/Patient/1")
              .header("X-Behaviour", "async-dispatch")
              .bearer(token)
              .receive();

      assertThat(own.status()).isEqualTo(200);
      assertThat(other.status()).isIn(403, 404);
      assertThat(async.status()).isEqualTo(200);
      ContainerContract.isOutcome(client.get("/fhir/Patient/1").receive(), 401);
    }
  }

  @Test
  void aFilterBeanThatNobodyVouchedForKeepsTheApplicationFromStarting() {
    assertThatThrownBy(
            () -> new AnnotationConfigServletWebServerApplicationContext(ByChance.class).close())
        .isInstanceOf(ApplicationContextException.class);
  }
}
