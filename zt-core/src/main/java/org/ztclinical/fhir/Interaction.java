package org.ztclinical.fhir;

/** The interactions of the RESTful API (FHIR R4 §3.1.0), with their FHIR codes. */
public enum Interaction {
  READ("read"),
  VREAD("vread"),
  UPDATE("update"),
  PATCH("patch"),
  DELETE("delete"),
  HISTORY_INSTANCE("history-instance"),
  CREATE("create"),
  /** Also the search within a compartment; then the request names the compartment. */
  SEARCH_TYPE("search-type"),
  SEARCH_SYSTEM("search-system"),
  HISTORY_TYPE("history-type"),
  HISTORY_SYSTEM("history-system"),
  /** The capability statement, and the SMART discovery document beside it. */
  CAPABILITIES("capabilities"),
  BATCH("batch"),
  TRANSACTION("transaction"),
  OPERATION("operation");

  private final String code;

  Interaction(String code) {
    this.code = code;
  }

  /** The code of {@code http://hl7.org/fhir/restful-interaction}. */
  public String code() {
    return code;
  }

  /** True for the interactions that change one resource: create, update, patch, delete. */
  public boolean isWrite() {
    return this == CREATE || this == UPDATE || this == PATCH || this == DELETE;
  }

  /** True for the interactions that read and cannot change anything; no operation is among them. */
  public boolean isRead() {
    return switch (this) {
      case READ,
          VREAD,
          HISTORY_INSTANCE,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          CAPABILITIES ->
          true;
      case UPDATE, PATCH, DELETE, CREATE, BATCH, TRANSACTION, OPERATION -> false;
    };
  }

  /** True for the interactions whose answer is a Bundle the server composed. */
  public boolean answersWithBundle() {
    return switch (this) {
      case HISTORY_INSTANCE,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          BATCH,
          TRANSACTION ->
          true;
      case READ, VREAD, UPDATE, PATCH, DELETE, CREATE, CAPABILITIES, OPERATION -> false;
    };
  }
}
