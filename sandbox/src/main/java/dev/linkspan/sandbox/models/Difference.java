package dev.linkspan.sandbox.models;

/**
 * A difference between a request or a response and the official model.
 *
 * @param name the parameter as it was sent, or the path of the field
 */
public record Difference(Kind kind, String name, String text) {

  /** What is different. */
  public enum Kind {
    /** The model has no such parameter or field. */
    UNKNOWN,
    /** A required parameter is missing. */
    MISSING,
    /** The value has another type. */
    TYPE,
    /** The number is outside of the documented range. */
    RANGE,
    /** The text is none of the allowed ones. */
    VALUE,
    /** The model has the parameter, but the sandbox does not act on it or on this value. */
    NOT_MODELED
  }

  /** The last part of the name, as errors name a parameter. */
  public String parameter() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return name + ": " + text;
  }
}
