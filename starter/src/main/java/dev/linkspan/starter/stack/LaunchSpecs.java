package dev.linkspan.starter.stack;

/** Gives the launch spec of each component. */
@FunctionalInterface
public interface LaunchSpecs {
  LaunchSpec of(Component component);
}
