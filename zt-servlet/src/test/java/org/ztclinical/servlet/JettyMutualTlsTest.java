package org.ztclinical.servlet;

final class JettyMutualTlsTest extends MutualTlsContract {
  JettyMutualTlsTest() {
    super(JettyServer::over);
  }
}
