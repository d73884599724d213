package org.ztclinical.cedar.value;

import java.util.Objects;

/**
 * The unique id of an entity: its type and its id within the type, {@code Fhir::Patient::"p1"}. The
 * entity need not exist.
 */
public final class EntityUid implements CedarValue, Comparable<EntityUid> {
  private final Name type;
  private final String id;
  private final int hash;

  private EntityUid(Name type, String id) {
    this.type = Objects.requireNonNull(type, "type");
    this.id = Lexical.requireScalars(Objects.requireNonNull(id, "id"));
    // Else a set could be filled with uids and texts of one hash, which have no common order.
    this.hash = Scatter.hash(ValueKind.ENTITY, 31L * type.hashCode() + id.hashCode());
  }

  /**
   * The uid of this type and id.
   *
   * @throws IllegalArgumentException when the id has half of a surrogate pair
   */
  public static EntityUid of(Name type, String id) {
    return new EntityUid(type, id);
  }

  /**
   * The uid of this type and id.
   *
   * @throws IllegalArgumentException when the type is not a name, or the id has half of a surrogate
   *     pair
   */
  public static EntityUid of(String type, String id) {
    return new EntityUid(Name.parse(type), id);
  }

  /** The entity type. */
  public Name type() {
    return type;
  }

  /** The id within the type, unescaped. */
  public String id() {
    return id;
  }

  @Override
  public ValueKind kind() {
    return ValueKind.ENTITY;
  }

  @Override
  public String toCedar() {
    return type + "::" + Lexical.quote(id);
  }

  @Override
  public int compareTo(EntityUid other) {
    int byType = type.compareTo(other.type);
    return byType != 0 ? byType : id.compareTo(other.id);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof EntityUid that
            && hash == that.hash
            && id.equals(that.id)
            && type.equals(that.type));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return type + "::…";
  }
}
