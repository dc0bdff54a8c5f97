package dev.linkspan.probe.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Request of {@code rows}: waits until someone else has written to each partition of a topic.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners
 * @param brokers node IDs of all brokers; each leads a partition of the topic, which is created if
 *     missing
 * @param partitions how many partitions somebody writes to, from the first on; all if null
 * @param timeoutSeconds how long to wait, in seconds; 0 only creates the topic
 */
public record RowsRequest(
    List<String> bootstrap,
    Set<Integer> brokers,
    String topic,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer partitions,
    @JsonProperty("seconds") int timeoutSeconds) {}
