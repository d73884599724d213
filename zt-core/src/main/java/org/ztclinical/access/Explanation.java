package org.ztclinical.access;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;

/**
 * What each of the five layers said, in order; layers after the one that ended the walk are "not
 * reached". Immutable.
 *
 * @param layers exactly one verdict for each layer
 */
public record Explanation(List<LayerVerdict> layers) {
  public Explanation {
    layers = List.copyOf(layers);
    if (layers.size() != Layer.values().length) {
      throw new IllegalArgumentException("an explanation has one verdict for each layer");
    }
  }

  /** Completes what was said with "not reached" for the layers that were not asked. */
  public static Explanation of(List<LayerVerdict> said) {
    Map<Layer, LayerVerdict> byLayer = new EnumMap<>(Layer.class);
    for (LayerVerdict verdict : said) {
      if (byLayer.put(verdict.layer(), verdict) != null) {
        throw new IllegalArgumentException("the " + verdict.layer().code() + " layer spoke twice");
      }
    }
    List<LayerVerdict> all = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      all.add(byLayer.getOrDefault(layer, LayerVerdict.of(layer, Verdict.NOT_REACHED)));
    }
    return new Explanation(all);
  }

  /** The verdict of a layer. */
  public LayerVerdict of(Layer layer) {
    return layers.stream()
        .filter(verdict -> verdict.layer() == layer)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("every layer has a verdict"));
  }

  /** The reasons of every layer whose verdict is this one. */
  public List<Reason> reasons(Verdict verdict) {
    List<Reason> reasons = new ArrayList<>(0);
    for (LayerVerdict layer : layers) {
      if (layer.verdict() == verdict) {
        reasons.addAll(layer.reasons());
      }
    }
    return List.copyOf(reasons);
  }

  /** The same, but for what one layer said. */
  public Explanation with(LayerVerdict changed) {
    return new Explanation(
        layers.stream().map(layer -> layer.layer() == changed.layer() ? changed : layer).toList());
  }

  /** True when some layer let only a part of what was asked stand. */
  public boolean isNarrowed() {
    for (LayerVerdict layer : layers) {
      if (layer.verdict() == Verdict.NARROWED) {
        return true;
      }
    }
    return false;
  }

  /** The policies that determined what the layers said. */
  public DecidedBy decidedBy() {
    List<String> policies = new ArrayList<>(0);
    for (LayerVerdict layer : layers) {
      policies.addAll(layer.decidedBy().policies());
    }
    return DecidedBy.policies(policies);
  }

  /** A line for each layer, for logs and consoles: no patient data is in it. */
  public String describe() {
    StringBuilder out = new StringBuilder();
    for (LayerVerdict layer : layers) {
      out.append(layer.layer().code()).append(": ").append(layer.verdict().words());
      for (Reason reason : layer.reasons()) {
        out.append("; ").append(reason.text());
      }
      if (!layer.decidedBy().isEmpty()) {
        out.append("; decided by ").append(layer.decidedBy());
      }
      out.append('\n');
    }
    return out.toString();
  }
}
