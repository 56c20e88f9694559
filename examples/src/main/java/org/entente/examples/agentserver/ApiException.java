package org.entente.examples.agentserver;

/** What the caller of the API did wrong, or what we cannot do for it now. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String name;

  /**
   * An error to answer with.
   *
   * @param name in camel case, such as {@code UserInputValidationError}
   * @param detail for the caller; must not quote secrets
   */
  ApiException(int status, String name, String detail) {
    super(detail);
    this.status = status;
    this.name = name;
  }

  static ApiException invalid(String detail) {
    return new ApiException(400, "UserInputValidationError", detail);
  }

  static ApiException notFound(String detail) {
    return new ApiException(404, "RecordIdNotFound", detail);
  }

  int status() {
    return status;
  }

  String name() {
    return name;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
