package org.ztclinical.samples.clinic.settings;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads the clinic's command line; an option that is not known is refused, never ignored. */
public final class CommandLine {

  /** What {@code --help} prints. */
  public static final String USAGE =
      """
      Options of the clinic:
        --port=N          port of the FHIR server, default 8080, 0 for any free one
        --auth-port=N     port of the authorization server, default 9000, 0 for any free one
        --data=DIR        folder of the database, default samples/clinic/data
        --policies=DIR    folder of the clinic's own policies, default samples/clinic/policies
        --patients=N      patients to load at the first start, default 12
        --all-patients    load all 47 patients at the first start
        --reset           throw away what the data folder holds and load anew
        --origins=A,B     origins of browser apps allowed by CORS, default http://localhost:3000
        --help            this text
      Both servers listen on 127.0.0.1 only, and over TLS on the next port each.""";

  private static final int LAST_PORT = 65_535;
  private static final int MOST_TRIES = 100;

  private int fhirPort = 8080;
  private int authPort = 9000;
  private Path dataFolder = Path.of("samples", "clinic", "data");
  private Path policyFolder = Path.of("samples", "clinic", "policies");
  private OptionalInt patients = OptionalInt.empty();
  private boolean reset;
  private List<String> origins = List.of("http://localhost:3000", "http://127.0.0.1:3000");

  private CommandLine() {}

  /**
   * Reads the arguments; port 0 is replaced by a port that was free a moment ago.
   *
   * @throws SettingsException when an argument is unknown or its value is out of range
   */
  public static ClinicSettings parse(String... arguments) {
    CommandLine line = new CommandLine();
    for (String argument : arguments) {
      // A build tool may hand over all options as one argument.
      for (String option : argument.strip().split("\\s+(?=--)", -1)) {
        line.take(option);
      }
    }
    return line.settings();
  }

  private void take(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    String value = equals < 0 ? "" : argument.substring(equals + 1);
    switch (name) {
      case "" -> {}
      case "--port" -> fhirPort = number(name, value);
      case "--auth-port" -> authPort = number(name, value);
      case "--data" -> dataFolder = Path.of(required(name, value));
      case "--policies" -> policyFolder = Path.of(required(name, value));
      case "--patients" -> patients = OptionalInt.of(number(name, value));
      case "--all-patients" -> patients = OptionalInt.of(Integer.MAX_VALUE);
      case "--reset" -> reset = true;
      case "--origins" -> origins = origins(value);
      default -> throw new SettingsException("unknown option " + argument + "\n" + USAGE);
    }
  }

  private ClinicSettings settings() {
    List<Integer> free = freePorts(2);
    int fhir = fhirPort == 0 ? free.get(0) : fhirPort;
    int auth = authPort == 0 ? free.get(1) : authPort;
    return new ClinicSettings(
        fhir,
        auth,
        dataFolder.toAbsolutePath().normalize(),
        policyFolder.toAbsolutePath().normalize(),
        patients,
        reset,
        origins);
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(required(name, value));
    } catch (NumberFormatException e) {
      throw new SettingsException(name + " needs a whole number, as in " + name + "=8080", e);
    }
  }

  private static String required(String name, String value) {
    if (value.isEmpty()) {
      throw new SettingsException(name + " needs a value, as in " + name + "=…");
    }
    return value;
  }

  private static List<String> origins(String value) {
    List<String> origins = new ArrayList<>();
    for (String origin : value.split(",", -1)) {
      if (!origin.matches("https?://[A-Za-z0-9.\\-]+(:[0-9]{1,5})?")) {
        throw new SettingsException(
            "--origins needs origins such as http://localhost:3000, separated by commas");
      }
      origins.add(origin);
    }
    return origins;
  }

  /**
   * Ports that nobody listened on when they were looked for, and nobody on the next one; all held
   * at once, so they differ.
   */
  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    try {
      for (int tries = 0; found.size() < count && tries < MOST_TRIES; tries++) {
        ServerSocket socket = new ServerSocket(0, 1, ClinicSettings.address());
        sockets.add(socket);
        if (holdNext(socket.getLocalPort(), sockets)) {
          found.add(socket.getLocalPort());
        }
      }
      if (found.size() < count) {
        throw new SettingsException("no two free ports in a row on " + ClinicSettings.HOST);
      }
      return found;
    } catch (IOException e) {
      throw new SettingsException("no free port on " + ClinicSettings.HOST, e);
    } finally {
      sockets.forEach(CommandLine::close);
    }
  }

  private static boolean holdNext(int port, List<ServerSocket> sockets) {
    try {
      return port < LAST_PORT
          && sockets.add(new ServerSocket(port + 1, 1, ClinicSettings.address()));
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new SettingsException("a port that was looked at does not close", e);
    }
  }
}
