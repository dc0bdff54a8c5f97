package dev.linkspan.sandbox.http;

/** Handles the requests under a path. */
@FunctionalInterface
public interface Handler {
  Reply handle(Request request);
}
