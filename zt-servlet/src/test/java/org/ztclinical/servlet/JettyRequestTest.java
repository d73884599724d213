package org.ztclinical.servlet;

final class JettyRequestTest extends RequestContract {
  JettyRequestTest() {
    super(JettyServer::start);
  }
}
