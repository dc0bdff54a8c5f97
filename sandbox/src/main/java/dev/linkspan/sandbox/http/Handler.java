package dev.linkspan.sandbox.http;

/** Answers requests under a path. */
@FunctionalInterface
public interface Handler {
  Reply handle(Request request);
}
