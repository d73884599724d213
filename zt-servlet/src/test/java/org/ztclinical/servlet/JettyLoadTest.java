package org.ztclinical.servlet;

final class JettyLoadTest extends LoadContract {
  JettyLoadTest() {
    super(JettyServer::start);
  }
}
