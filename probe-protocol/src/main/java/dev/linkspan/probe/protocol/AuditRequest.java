package dev.linkspan.probe.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Request of {@code audit}: sends and reads numbered messages while brokers restart.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners
 * @param brokers node IDs of all brokers; each leads a partition of the topic, which is created if
 *     missing
 * @param topic {@code linkspan-audit} if null
 * @param ratePerSecond number of messages per second in total, at most 1000; 20 if null
 * @param folder path of the audit's files, relative to the working directory; created if missing
 * @param maxSeconds number of seconds after which the audit ends by itself; four hours if null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditRequest(
    List<String> bootstrap,
    Set<Integer> brokers,
    @Nullable String topic,
    @Nullable Integer ratePerSecond,
    String folder,
    @Nullable Integer maxSeconds) {}
