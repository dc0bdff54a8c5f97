package dev.linkspan.workflows.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How a broker's process is configured, started and stopped.
 *
 * @param configuration absolute path of its {@code server.properties}
 */
public record BrokerService(String configuration, Control control) {

  /** What starts and stops a broker. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = SystemdUnit.class, name = "systemd unit"),
    @JsonSubTypes.Type(value = Commands.class, name = "commands")
  })
  public sealed interface Control {}

  /** {@code unit} e.g. {@code kafka.service}. */
  public record SystemdUnit(String unit) implements Control {}

  /**
   * Shell commands, run as the SSH user.
   *
   * @param start returns while the broker goes on running
   * @param stop asks for an orderly end; need not wait for it
   */
  public record Commands(String start, String stop) implements Control {}
}
