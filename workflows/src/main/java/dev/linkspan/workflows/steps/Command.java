package dev.linkspan.workflows.steps;

/** Who asks, and why: both recorded as claimed; null and missing fields are fine. */
public record Command(String by, String reason) {}
