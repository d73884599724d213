package org.ztclinical.cedar;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * The files of the Cedar test cases: of the archive or folder that {@code -Dcedar.cases=} names,
 * else of the archive beside the project. Tests that need them are skipped where they are absent,
 * and fail where {@code ZT_SHARED_REQUIRED=true}.
 */
public final class CedarCases {
  private static final int BLOCK = 512;

  private final NavigableMap<String, byte[]> files;

  private CedarCases(NavigableMap<String, byte[]> files) {
    this.files = files;
  }

  /** All files; the test that asks is skipped where there are none. */
  public static CedarCases require() throws IOException {
    String given = System.getProperty("cedar.cases", "");
    Path path = given.isEmpty() ? shared("dev-cases.tar.gz") : Path.of(given);
    return new CedarCases(
        Files.isDirectory(path) ? folder(path) : archive(requireFile(path, !given.isEmpty())));
  }

  /** The lines of {@code edge-expressions.tsv} that are not comments. */
  public static List<EdgeExpression> edgeExpressions() throws IOException {
    Path path = requireFile(shared("edge-expressions.tsv"), false);
    return Files.readAllLines(path).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(EdgeExpression::of)
        .toList();
  }

  /**
   * A single expression and what comes of it.
   *
   * @param expected {@code true}, {@code false}, {@code eval-error} or {@code parse-error}
   */
  public record EdgeExpression(String expected, String expression) {
    static EdgeExpression of(String line) {
      int tab = line.indexOf('\t');
      String expression = line.substring(tab + 1).replace("<NL>", "\n").replace("<CR>", "\r");
      return new EdgeExpression(line.substring(0, tab), expression);
    }

    /** The policy whose only condition it is. */
    public String policy() {
      return "permit(principal,action,resource) when { " + expression + " };";
    }
  }

  /** The paths below the folder that end so, as {@code corpus-tests/0a.cedar}, in order. */
  public List<String> paths(String folder, String suffix) {
    return files.keySet().stream()
        .filter(path -> path.startsWith(folder) && path.endsWith(suffix))
        .toList();
  }

  /** Whether there is such a file. */
  public boolean has(String path) {
    return files.containsKey(path);
  }

  /** The file's content. */
  public byte[] bytes(String path) {
    return Optional.ofNullable(files.get(path))
        .orElseThrow(() -> new IllegalArgumentException("there is no case file " + path));
  }

  /** The file's content as text. */
  public String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  private static Path shared(String file) {
    return Path.of(System.getProperty("zt.shared", "../shared"), "vectors", "cedar", file);
  }

  private static Path requireFile(Path path, boolean named) {
    boolean there = Files.isReadable(path);
    if (!there && (named || "true".equals(System.getenv("ZT_SHARED_REQUIRED")))) {
      throw new IllegalStateException("the Cedar cases are not there: " + path.getFileName());
    }
    Assumptions.assumeTrue(there, "skipped: the Cedar cases are not there");
    return path;
  }

  private static NavigableMap<String, byte[]> folder(Path root) throws IOException {
    NavigableMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return files;
  }

  /** Reads a tar archive: ustar, with the long names of pax and of GNU tar. */
  private static NavigableMap<String, byte[]> archive(Path path) throws IOException {
    NavigableMap<String, byte[]> files = new TreeMap<>();
    try (InputStream in = new BufferedInputStream(unzipped(path))) {
      String longName = "";
      for (byte[] header = in.readNBytes(BLOCK);
          header.length == BLOCK && header[0] != 0;
          header = in.readNBytes(BLOCK)) {
        byte[] content = content(in, header);
        switch (header[156]) {
          case 'x' -> longName = paxPath(content);
          case 'L' -> longName = string(content, 0, content.length);
          case 0, '0' -> {
            files.put(normal(longName.isEmpty() ? name(header) : longName), content);
            longName = "";
          }
          default -> longName = "";
        }
      }
    }
    return files;
  }

  private static InputStream unzipped(Path path) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(path));
    return path.toString().endsWith("gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private static byte[] content(InputStream in, byte[] header) throws IOException {
    int size = Integer.parseInt(string(header, 124, 12).trim(), 8);
    byte[] content = in.readNBytes(size);
    int padding = (BLOCK - size % BLOCK) % BLOCK;
    if (content.length < size || in.readNBytes(padding).length < padding) {
      throw new EOFException("the archive ends within a file");
    }
    return content;
  }

  private static String name(byte[] header) {
    String prefix = string(header, 345, 155);
    String name = string(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String normal(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private static String paxPath(byte[] content) {
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
      int at = line.indexOf(" path=");
      if (at > 0) {
        return line.substring(at + 6);
      }
    }
    return "";
  }

  private static String string(byte[] bytes, int from, int length) {
    int to = from;
    while (to < from + length && bytes[to] != 0) {
      to++;
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
