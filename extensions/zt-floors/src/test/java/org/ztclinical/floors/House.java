package org.ztclinical.floors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The plan of zt-core's floors, and the measure of how a set of classes departs from it. */
final class House {
  /**
   * The floors, lowest first; {@code ""} is the root package. The one place that holds the plan.
   * The first is the foundation: every room, those of floor 0 included, gives reasons.
   */
  static final List<List<String>> FLOORS =
      List.of(
          List.of("reason"),
          List.of("request", "json", "notice", "thread", "cedar.value"),
          List.of("fhir", "tls", "state", "cedar.ast", "cedar.entity", "cedar.json"),
          List.of("token", "smart", "cedar.text", "cedar.est"),
          List.of("identity", "signal", "cedar.schema"),
          List.of("session", "device", "network", "relationship", "cedar.eval", "cedar.data"),
          List.of("access", "cedar.validate", "cedar.compile"),
          List.of("consent", "audit", "monitor", "obligation", "telemetry", "cedar"),
          List.of("policy"),
          List.of("enforce"),
          List.of(""));

  private static final String ROOT = "org.ztclinical";
  private static final Map<String, Integer> FLOOR_OF = floorOf();

  private House() {}

  static JavaClasses production() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(ROOT);
  }

  /** Every import that does not go down, as "room -> room: class uses class". */
  static List<String> wrongImports(Iterable<JavaClass> classes) {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass origin : classes) {
      if (isInHouse(origin)) {
        origin.getDirectDependenciesFromSelf().stream()
            .filter(House::isWrong)
            .forEach(dependency -> wrong.add(describe(dependency)));
      }
    }
    return new ArrayList<>(wrong);
  }

  /** Packages of zt-core for which the plan has no floor. */
  static List<String> unplannedRooms(Iterable<JavaClass> classes) {
    TreeSet<String> unplanned = new TreeSet<>();
    for (JavaClass origin : classes) {
      if (isInHouse(origin) && !FLOOR_OF.containsKey(room(origin))) {
        unplanned.add(room(origin));
      }
    }
    return new ArrayList<>(unplanned);
  }

  private static boolean isWrong(Dependency dependency) {
    JavaClass origin = dependency.getOriginClass();
    JavaClass target = dependency.getTargetClass();
    if (!isInHouse(target) || room(origin).equals(room(target))) {
      return false;
    }
    Integer from = FLOOR_OF.get(room(origin));
    Integer to = FLOOR_OF.get(room(target));
    return from == null || to == null || to >= from;
  }

  private static String describe(Dependency dependency) {
    JavaClass origin = dependency.getOriginClass();
    JavaClass target = dependency.getTargetClass();
    return "room "
        + room(origin)
        + " may not import room "
        + room(target)
        + ": "
        + origin.getName()
        + " uses "
        + target.getName();
  }

  private static boolean isInHouse(JavaClass type) {
    String name = type.getPackageName();
    boolean ours = name.equals(ROOT) || name.startsWith(ROOT + ".");
    return ours && !isOtherModule(name);
  }

  private static boolean isOtherModule(String name) {
    return List.of(
            "servlet",
            "fhirclient",
            "hapiserver",
            "statejdbc",
            "stateredis",
            "statejcache",
            "testing",
            "samples",
            "benchmarks",
            "fuzz",
            "floors")
        .stream()
        .anyMatch(module -> (name + ".").startsWith(ROOT + "." + module + "."));
  }

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }

  private static Map<String, Integer> floorOf() {
    Map<String, Integer> floors = new HashMap<>();
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String room : FLOORS.get(floor)) {
        floors.put(room, floor);
      }
    }
    return floors;
  }
}
