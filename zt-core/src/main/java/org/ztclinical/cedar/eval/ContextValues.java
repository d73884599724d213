package org.ztclinical.cedar.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarValue;

/**
 * The attributes of a context, set one after the other under the slots that policies read them
 * from. No map is made unless a policy asks for the context as a whole. For one thread.
 */
public final class ContextValues {
  private static final int FIRST = 12;

  private @Nullable String[] names = new String[FIRST];
  private @Nullable CedarValue[] values = new CedarValue[FIRST];
  private int[] slots = new int[FIRST];
  private int count;

  /**
   * Sets an attribute, instead of what was set before.
   *
   * @param slot where policies read it, or {@link Paths#NONE}
   */
  public void set(String name, int slot, CedarValue value) {
    int at = 0;
    while (at < count && !name.equals(names[at])) {
      at++;
    }
    if (at == count) {
      makeRoom();
      count++;
    }
    names[at] = name;
    values[at] = value;
    slots[at] = slot;
  }

  private void makeRoom() {
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
      slots = Arrays.copyOf(slots, 2 * count);
    }
  }

  /** The context as a record. */
  public CedarRecord record() {
    Map<String, CedarValue> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = names[i];
      CedarValue value = values[i];
      if (name != null && value != null) {
        attributes.put(name, value);
      }
    }
    return CedarRecord.of(attributes);
  }

  void copyTo(@Nullable Object[] bySlot) {
    for (int i = 0; i < count; i++) {
      if (slots[i] != Paths.NONE) {
        bySlot[slots[i]] = values[i];
      }
    }
  }
}
