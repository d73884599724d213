package org.ztclinical.floors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a user on the module path, and whoever releases, relies on: no package stands in two jars,
 * each jar has a module name of its own, and only what the BOM lists can be deployed.
 */
class ModulesTest {
  private static final Path ROOT = Path.of(System.getProperty("zt.root"));
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern NAME = Pattern.compile("<zt\\.module\\.name>([^<]+)<");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(zt-[^<]+)</artifactId>");
  private static final String NOT_DEPLOYED = "<maven.deploy.skip>true</maven.deploy.skip>";

  @Test
  void noPackageStandsInTwoModules() throws IOException {
    Map<String, List<String>> modulesOf = new TreeMap<>();
    for (String module : modules()) {
      packages(ROOT.resolve(module).resolve("src/main/java"))
          .forEach(name -> modulesOf.computeIfAbsent(name, n -> new ArrayList<>()).add(module));
    }

    assertThat(modulesOf).hasSizeGreaterThan(15).containsKey("org.ztclinical.servlet");
    assertThat(modulesOf.entrySet()).allMatch(entry -> entry.getValue().size() == 1);
  }

  @Test
  void everyJarHasAModuleNameOfItsOwn() throws IOException {
    List<String> names = new ArrayList<>();
    for (String module : modules()) {
      if (Files.exists(ROOT.resolve(module).resolve("src"))) {
        Matcher name = NAME.matcher(pom(module));
        assertThat(name.find()).as("%s names its module", module).isTrue();
        names.add(name.group(1));
      }
    }

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.startsWith("org.ztclinical"));
  }

  @Test
  void whatTheBomListsIsDeployedAndNothingElse() throws IOException {
    TreeSet<String> deployed = new TreeSet<>();
    for (String module : modules()) {
      if (!pom(module).contains(NOT_DEPLOYED)) {
        deployed.add(module.substring(module.lastIndexOf('/') + 1));
      }
    }

    assertThat(deployed).isEqualTo(publishedByTheBom());
  }

  private static TreeSet<String> publishedByTheBom() throws IOException {
    TreeSet<String> published = new TreeSet<>();
    ARTIFACT.matcher(pom("extensions/zt-bom")).results().forEach(r -> published.add(r.group(1)));
    published.remove("zt-parent");
    return published;
  }

  private static List<String> modules() throws IOException {
    return MODULE.matcher(pom("")).results().map(result -> result.group(1)).toList();
  }

  private static String pom(String module) throws IOException {
    return Files.readString(ROOT.resolve(module).resolve("pom.xml"));
  }

  private static TreeSet<String> packages(Path sources) throws IOException {
    TreeSet<String> packages = new TreeSet<>();
    if (Files.exists(sources)) {
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(file -> sources.relativize(file.getParent()).toString())
            .forEach(folder -> packages.add(folder.replace('/', '.').replace('\\', '.')));
      }
    }
    return packages;
  }
}
