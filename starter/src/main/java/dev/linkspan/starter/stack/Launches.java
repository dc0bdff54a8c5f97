package dev.linkspan.starter.stack;

/** Knows how each part is started. */
@FunctionalInterface
public interface Launches {
  Launch of(Part part);
}
