package org.ztclinical.servlet;

final class JettyCallerTest extends CallerContract {
  JettyCallerTest() {
    super(JettyServer::start);
  }
}
