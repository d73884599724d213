package org.ztclinical.audit;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;
import org.ztclinical.reason.Verdict;

/**
 * What one layer said.
 *
 * @param layer who speaks
 * @param verdict what it said
 * @param codes the stable codes of its reasons, at most 32; longer lists end in a count
 */
public record LayerFinding(Layer layer, Verdict verdict, List<String> codes) {
  public LayerFinding {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(verdict, "verdict");
    codes = Bounded.texts(codes);
  }

  /** A finding with the codes of these reasons. */
  public static LayerFinding of(
      Layer layer, Verdict verdict, Collection<? extends ReasonCode> codes) {
    return new LayerFinding(layer, verdict, codesOf(codes));
  }

  /** A finding that needs no reason. */
  public static LayerFinding of(Layer layer, Verdict verdict) {
    return new LayerFinding(layer, verdict, List.of());
  }

  static List<String> codesOf(Collection<? extends ReasonCode> codes) {
    return codes.isEmpty() ? List.of() : codes.stream().map(ReasonCode::code).toList();
  }

  void encode(WireWriter out) {
    out.code(number(layer));
    out.code(number(verdict));
    out.texts(codes);
  }

  static LayerFinding decode(WireReader in) {
    Layer layer = Numbered.find(Layer.values(), LayerFinding::number, in.code());
    Verdict verdict = Numbered.find(Verdict.values(), LayerFinding::number, in.code());
    return new LayerFinding(layer, verdict, in.texts());
  }

  /** The numbers on disk do not follow the enums' order, which may change. */
  private static int number(Layer layer) {
    return switch (layer) {
      case IDENTITY -> 1;
      case DEVICE -> 2;
      case NETWORK -> 3;
      case APPLICATION -> 4;
      case DATA -> 5;
    };
  }

  private static int number(Verdict verdict) {
    return switch (verdict) {
      case PASSED -> 1;
      case NARROWED -> 2;
      case DENIED -> 3;
      case WOULD_DENY -> 4;
      case NOT_CONFIGURED -> 5;
      case NOT_REACHED -> 6;
    };
  }

  @Override
  public String toString() {
    String verdictCode = verdict.words().replace(' ', '-').toLowerCase(Locale.ROOT);
    String reasons = codes.isEmpty() ? "" : "(" + String.join(",", codes) + ")";
    return layer.code() + "=" + verdictCode + reasons;
  }
}
