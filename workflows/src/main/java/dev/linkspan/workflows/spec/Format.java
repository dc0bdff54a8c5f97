package dev.linkspan.workflows.spec;

/** The format of a field: turns its text into a value, or rejects it. */
interface Format<T> {
  T read(String text) throws InvalidValueException;
}
