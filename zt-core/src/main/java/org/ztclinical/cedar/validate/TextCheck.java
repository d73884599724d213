package org.ztclinical.cedar.validate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.cedar.validate.Finding.Kind;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Span;

/** Warns of text that does not say what it seems to say (Unicode TR 36 and TR 39). */
final class TextCheck {
  /** Scripts that are written together. */
  private static final List<Set<Character.UnicodeScript>> TOGETHER =
      List.of(
          EnumSet.of(
              Character.UnicodeScript.HAN,
              Character.UnicodeScript.HIRAGANA,
              Character.UnicodeScript.KATAKANA),
          EnumSet.of(Character.UnicodeScript.HAN, Character.UnicodeScript.BOPOMOFO),
          EnumSet.of(Character.UnicodeScript.HAN, Character.UnicodeScript.HANGUL));

  private final Problems warnings;

  TextCheck(Problems warnings) {
    this.warnings = warnings;
  }

  void check(Mentions mentions) {
    mentions.texts().forEach(this::check);
  }

  private void check(String text, Span at) {
    if (text.codePoints().allMatch(c -> c < 128)) {
      return;
    }
    if (text.codePoints().anyMatch(TextCheck::turnsText)) {
      warnings.report(
          Kind.TEXT_DIRECTION,
          at,
          Lexical.quote(text) + " has characters that change the order in which it is read");
    }
    Set<Character.UnicodeScript> scripts = scripts(text);
    if (scripts.size() > 1 && TOGETHER.stream().noneMatch(set -> set.containsAll(scripts))) {
      warnings.report(
          Kind.MIXED_SCRIPTS,
          at,
          Lexical.quote(text) + " mixes the scripts " + scripts + ", whose letters may look alike");
    }
  }

  private static Set<Character.UnicodeScript> scripts(String text) {
    Set<Character.UnicodeScript> scripts = EnumSet.noneOf(Character.UnicodeScript.class);
    text.codePoints().mapToObj(Character.UnicodeScript::of).forEach(scripts::add);
    scripts.remove(Character.UnicodeScript.COMMON);
    scripts.remove(Character.UnicodeScript.INHERITED);
    scripts.remove(Character.UnicodeScript.UNKNOWN);
    return scripts;
  }

  private static boolean turnsText(int c) {
    return (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200e
        || c == 0x200f
        || c == 0x61c;
  }
}
