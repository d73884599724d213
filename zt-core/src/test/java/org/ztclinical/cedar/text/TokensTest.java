package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;

class TokensTest {
  @Test
  void everyMarkIsOneToken() throws CedarSyntaxException {
    for (Kind kind : Kind.values()) {
      if (kind.isMark()) {
        assertThat(kinds(kind.symbol())).as(kind.symbol()).containsExactly(kind, Kind.END);
      }
    }
  }

  @Test
  void theLongestMarkIsTaken() throws CedarSyntaxException {
    assertThat(kinds("a::b:c===<=<!=!>=>&&&|||"))
        .containsExactly(
            Kind.WORD,
            Kind.DOUBLE_COLON,
            Kind.WORD,
            Kind.COLON,
            Kind.WORD,
            Kind.EQUAL,
            Kind.ASSIGN,
            Kind.LESS_OR_EQUAL,
            Kind.LESS,
            Kind.NOT_EQUAL,
            Kind.NOT,
            Kind.GREATER_OR_EQUAL,
            Kind.GREATER,
            Kind.AND,
            Kind.AMPERSAND,
            Kind.OR,
            Kind.BAR,
            Kind.END);
  }

  @Test
  void wordsNumbersAndStringsKeepTheirText() throws CedarSyntaxException {
    Tokens tokens = tokens("_a9 007 \"x\\n\" 9z");

    assertThat(tokens.next().text()).isEqualTo("_a9");
    assertThat(tokens.next().text()).isEqualTo("007");
    assertThat(tokens.next().text()).isEqualTo("x\\n");
    assertThat(tokens.next().is(Kind.NUMBER)).isTrue();
    assertThat(tokens.next().isWord("z")).isTrue();
    assertThat(tokens.next().is(Kind.END)).isTrue();
    assertThat(tokens.next().is(Kind.END)).isTrue();
  }

  @Test
  void eachTokenKnowsItsPlace() throws CedarSyntaxException {
    List<String> places = new ArrayList<>();
    Tokens tokens = tokens("a\n  b // c\r\n\td\re \"1\n2\" f");
    for (Token token = tokens.next(); !token.is(Kind.END); token = tokens.next()) {
      places.add(
          token.text() + "@" + token.at() + "=" + token.at().start() + "-" + token.at().end());
    }

    assertThat(places)
        .containsExactly(
            "a@1:1=0-1",
            "b@2:3=4-5",
            "d@3:2=13-14",
            "e@4:1=15-16",
            "1\n2@4:3=17-22",
            "f@5:4=23-24");
  }

  @Test
  void twoTokensCanBeSeenBeforeOneIsTaken() throws CedarSyntaxException {
    Tokens tokens = tokens("a . b");

    assertThat(tokens.peekSecond().is(Kind.DOT)).isTrue();
    assertThat(tokens.peek().isWord("a")).isTrue();
    assertThat(tokens.takeWord("b")).isFalse();
    assertThat(tokens.takeWord("a")).isTrue();
    assertThat(tokens.last().column()).isEqualTo(1);
    assertThat(tokens.take(Kind.DOT)).isTrue();
    assertThat(tokens.next().isWord("b")).isTrue();
    assertThat(tokens.peekSecond().is(Kind.END)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029,
        0x202f, 0x205f, 0x3000
      })
  void whatUnicodeCallsWhiteSpaceIsBlank(int c) throws CedarSyntaxException {
    assertThat(kinds("a" + Character.toString(c) + "b"))
        .containsExactly(Kind.WORD, Kind.WORD, Kind.END);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x1c, 0x1f, 0x180e, 0x200b, 0x2060, 0xfeff, 0xe9, 0x1f600, '~', '$'})
  void whatIsNeitherBlankNorKnownIsRejected(int c) {
    assertThatThrownBy(() -> kinds("a " + Character.toString(c) + " b"))
        .isInstanceOfSatisfying(
            CedarSyntaxException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.MALFORMED);
              assertThat(e.at()).hasToString("1:3");
              assertThat(e.at().column()).isEqualTo(3);
            });
  }

  static Stream<Arguments> strings() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of("a b", "a b"),
        Arguments.of("\\\"\\\\\\'\\n\\r\\t\\0", "\"\\'\n\r\t\0"),
        Arguments.of("\\x41\\x7f\\x7F\\x00", "A\u007f\u007f\0"),
        Arguments.of("\\u{41}\\u{1F600}\\u{1_F6_00_}\\u{10ffff}", "A😀😀\udbff\udfff"),
        Arguments.of("\\u{000041}", "A"),
        Arguments.of("a\nb\tc", "a\nb\tc"),
        Arguments.of("é😀*", "é😀*"));
  }

  @ParameterizedTest
  @MethodSource("strings")
  void escapesAreResolved(String raw, String text) throws CedarSyntaxException {
    Tokens tokens = tokens("\"" + raw + "\"");

    assertThat(tokens.string(tokens.next())).isEqualTo(text);
  }

  static Stream<Arguments> patterns() {
    return Stream.of(
        Arguments.of("", List.of("")),
        Arguments.of("abc", List.of("abc")),
        Arguments.of("*", List.of("", "")),
        Arguments.of("**", List.of("", "", "")),
        Arguments.of("a*b", List.of("a", "b")),
        Arguments.of("a\\*b*", List.of("a*b", "")),
        Arguments.of("\\x2a\\u{2a}\\*", List.of("", "", "*")),
        Arguments.of("\\\\*", List.of("\\", "")));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void patternsAreCutAtTheirWildcards(String raw, List<String> pieces) throws CedarSyntaxException {
    Tokens tokens = tokens("\"" + raw + "\"");

    assertThat(tokens.pattern(tokens.next()).pieces()).isEqualTo(pieces);
  }

  static Stream<Arguments> brokenStrings() {
    String escapes =
        "there is no such escape; known are \\\" \\\\ \\' \\n \\r \\t \\0 \\x7f \\u{…}";
    String unicode = "\\u takes one to six hexadecimal digits in braces: \\u{1f600}";
    String none = "there is no such character; \\u{…} goes to 10ffff without d800 to dfff";
    String hex = "\\x takes two hexadecimal digits, at most 7f; write \\u{…}";
    String next = "a string cannot be continued on the next line with \\";
    return Stream.of(
        Arguments.of("\\a", 1, 2, escapes),
        Arguments.of("ab\\é", 1, 4, escapes),
        Arguments.of(
            "\\*", 1, 2, "\\* is known only in the pattern of `like`; in a string write *"),
        Arguments.of("\\x80", 1, 2, hex),
        Arguments.of("\\x7", 1, 2, hex),
        Arguments.of("\\x", 1, 2, hex),
        Arguments.of("\\x-1", 1, 2, hex),
        Arguments.of("\\u", 1, 2, unicode),
        Arguments.of("\\u{", 1, 2, unicode),
        Arguments.of("\\u{}", 1, 2, unicode),
        Arguments.of("\\u41", 1, 2, unicode),
        Arguments.of("\\u}", 1, 2, unicode),
        Arguments.of("\\u{_41}", 1, 2, unicode),
        Arguments.of("\\u{g}", 1, 2, unicode),
        Arguments.of("\\u{٤}", 1, 2, unicode),
        Arguments.of("\\u{0000041}", 1, 2, unicode),
        Arguments.of("\\u{110000}", 1, 2, none),
        Arguments.of("\\u{d800}", 1, 2, none),
        Arguments.of("\\u{DFFF}", 1, 2, none),
        Arguments.of("1\n23\\q", 2, 3, escapes),
        Arguments.of("1\r", 1, 3, "a carriage return cannot stand in a string; write \\r"),
        Arguments.of("1\\\n", 1, 3, next),
        Arguments.of("1\\\r\n", 1, 3, next),
        Arguments.of("x\ud83dx", 1, 3, "this is half of a character (an unpaired surrogate)"));
  }

  @ParameterizedTest
  @MethodSource("brokenStrings")
  void whatNoStringHoldsIsRejectedAtItsPlace(String raw, int line, int column, String sentence)
      throws CedarSyntaxException {
    Tokens tokens = tokens("\"" + raw + "\"");
    Token token = tokens.next();

    assertThatThrownBy(() -> tokens.string(token))
        .isInstanceOfSatisfying(
            CedarSyntaxException.class,
            e -> {
              assertThat(e).hasMessageStartingWith("t:" + line + ":" + column + ": " + sentence);
              assertThat(e.place()).isEqualTo("t:" + line + ":" + column);
              assertThat(e.fault()).isEqualTo(Fault.MALFORMED);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\"abc", "\"abc\\\"", "\"\n\n", "x \"\\"})
  void stringWithoutEndIsRejectedWhereItBegins(String text) {
    assertThatThrownBy(() -> kinds(text))
        .isInstanceOfSatisfying(
            CedarSyntaxException.class,
            e -> {
              assertThat(e.at().start()).isEqualTo(text.indexOf('"'));
              assertThat(e).hasMessageContaining("this string has no closing quote");
            });
  }

  @Test
  void textBeyondTheLimitIsRejected() {
    CedarLimits limits = new CedarLimits(10, 10, 10, 10, 10);

    assertThatThrownBy(() -> Tokens.of("x".repeat(11), "t", limits))
        .isInstanceOfSatisfying(
            CedarSyntaxException.class, e -> assertThat(e.fault()).isEqualTo(Fault.LIMIT));
  }

  @Test
  void messageShowsTheLineAndTheColumn() throws CedarSyntaxException {
    Tokens tokens = tokens("first\n\tthe second\u202e one;\nthird");
    tokens.next();
    tokens.next();

    assertThat(tokens.unexpected("a thing"))
        .hasMessage(
            """
            t:2:6: expected a thing, found `second`
               the second· one;
                   ^""");
  }

  @Test
  void longLineIsCutAroundTheColumn() throws CedarSyntaxException {
    Tokens tokens = tokens("a ".repeat(50) + "HERE" + " b".repeat(50));
    for (int i = 0; i < 50; i++) {
      tokens.next();
    }

    assertThat(tokens.unexpected("a thing"))
        .hasMessage(
            "t:1:101: expected a thing, found `HERE`\n  …"
                + "a ".repeat(30)
                + "HERE"
                + " b".repeat(18)
                + "…\n"
                + " ".repeat(63)
                + "^");
  }

  private static List<Kind> kinds(String text) throws CedarSyntaxException {
    List<Kind> kinds = new ArrayList<>();
    Tokens tokens = tokens(text);
    Token token;
    do {
      token = tokens.next();
      kinds.add(token.kind());
    } while (!token.is(Kind.END));
    return kinds;
  }

  private static Tokens tokens(String text) throws CedarSyntaxException {
    return Tokens.of(text, "t", CedarLimits.defaults());
  }
}
