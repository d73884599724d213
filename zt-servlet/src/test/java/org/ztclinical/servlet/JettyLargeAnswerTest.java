package org.ztclinical.servlet;

final class JettyLargeAnswerTest extends LargeAnswerContract {
  JettyLargeAnswerTest() {
    super(JettyServer::start);
  }
}
