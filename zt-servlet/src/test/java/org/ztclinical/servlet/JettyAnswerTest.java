package org.ztclinical.servlet;

final class JettyAnswerTest extends AnswerContract {
  JettyAnswerTest() {
    super(JettyServer::start);
  }
}
