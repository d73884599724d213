package org.ztclinical.servlet;

import java.nio.file.Path;

/** A protected server in a process of its own, to be killed: prints its port and two tokens. */
final class KilledServer {
  private KilledServer() {}

  public static void main(String[] arguments) throws Exception {
    TestApplication application = TestApplication.start(JettyServer::start, Path.of(arguments[0]));
    System.out.println(application.port() + " " + application.patientToken());
    System.out.flush();
    // Lives until it is killed, or until the parent is gone and its end of the pipe with it.
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }
}
