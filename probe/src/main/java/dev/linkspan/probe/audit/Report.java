package dev.linkspan.probe.audit;

import java.util.List;
import java.util.Map;

/**
 * What {@code audit.json} holds.
 *
 * @param started and {@code updated}: ISO-8601 instants, of the first process and of this writing
 * @param ended whether no more messages are sent or read; the figures are final then
 * @param interrupted how often a process of this audit died without an end and another went on
 * @param window the current one
 * @param windows by label, in the order of their beginning
 * @param problems the last few kinds of trouble that the clients told of
 */
record Report(
    String topic,
    int partitions,
    String started,
    String updated,
    boolean ended,
    int interrupted,
    String window,
    Figures total,
    Map<String, Figures> windows,
    List<String> problems) {}
