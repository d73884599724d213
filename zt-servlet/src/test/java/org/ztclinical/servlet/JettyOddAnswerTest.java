package org.ztclinical.servlet;

final class JettyOddAnswerTest extends OddAnswerContract {
  JettyOddAnswerTest() {
    super(JettyServer::start);
  }
}
