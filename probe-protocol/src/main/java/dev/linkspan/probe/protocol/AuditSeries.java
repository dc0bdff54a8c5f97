package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * An audit over time.
 *
 * @param secondsPerPoint how many seconds a point covers; it grows with the audit, so that the
 *     number of points is bounded
 * @param points in order; seconds in which nothing was sent have none
 */
public record AuditSeries(int secondsPerPoint, List<AuditPoint> points) {}
