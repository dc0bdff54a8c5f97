package dev.linkspan.workflows.spec;

/** How a field's text becomes a value. */
interface Format<T> {
  T read(String text) throws Refusal;
}
