package dev.linkspan.sandbox.api;

/** The error for a missing mandatory parameter. A product can give it a code of its own. */
public final class MissingParameter extends ApiError {
  private final String parameter;

  public MissingParameter(String parameter) {
    super(
        400,
        "MissingParameter",
        "The input parameter \""
            + parameter
            + "\" that is mandatory for processing this request is not supplied.");
    this.parameter = parameter;
  }

  public String parameter() {
    return parameter;
  }
}
