package dev.linkspan.starter.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.stack.LoopbackHttp;
import dev.linkspan.starter.stack.SshPublicKey;
import dev.linkspan.starter.stack.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A running Kafka cluster in the sandbox that Linkspan did not create, for the demo. The sandbox
 * builds it as its owner would: machines, topics with messages, systemd units.
 *
 * @param sandbox the address of the sandbox
 */
record ExistingDemoCluster(
    Console console, StateFolder folder, URI sandbox, String name, String vpcPrefix, int brokers) {
  private static final Duration REQUEST = Duration.ofSeconds(30);
  private static final Duration BUILT_WITHIN = Duration.ofMinutes(10);
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final List<String> ZONES =
      List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");

  private static final String SPEC =
      """
      # A link to a Kafka cluster that Linkspan did not create: written by `linkspan demo --existing`.
      kind: existing cluster
      name: %s
      region: ap-southeast-1
      network:
        vpcId: %s
        zones:
      %s  ssh: {user: %s, port: %d}
        jumpHost: {address: %s, user: %s, port: %d}
      kafka:
        service: kafka.service
        brokers:
      %srollout: {pause: 0s}
      loadBalancer: {healthCheckSeconds: 1}
      tidbCloud: {clusterId: "10001"}
      verification:
        every: 1h
        changefeed: {use: keep}
      """;

  /** Builds the cluster unless it is there, waits until it runs, and writes the spec of a link. */
  void specWhenItRuns(Path spec) {
    try {
      if (!exists()) {
        console.say(
            "Building a Kafka cluster of "
                + brokers
                + (brokers == 1 ? " broker" : " brokers")
                + " that Linkspan knows nothing of, as its owner would.");
        new LoopbackHttp()
            .post(clusters(""), folder.sandboxAuthorization(), wanted().toString(), REQUEST);
      }
      JsonNode running = awaitRunning();
      console.say(
          "Cluster "
              + name
              + " runs, with topic orders. Its owner's files: "
              + running.path("nodes").path(0).path("configuration").asText()
              + (brokers == 1 ? "" : " and " + (brokers - 1) + " more"));
      Files.writeString(spec, specText(running));
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox cannot build cluster " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.DETACHED, "Interrupted.");
    }
  }

  private URI clusters(String below) {
    return sandbox.resolve("/_sandbox/clusters" + below);
  }

  private JsonNode get(String below) throws IOException, InterruptedException {
    return Json.read(
        new LoopbackHttp().text(clusters(below), folder.sandboxAuthorization(), REQUEST));
  }

  private boolean exists() throws IOException, InterruptedException {
    return StreamSupport.stream(get("").path("clusters").spliterator(), false)
        .anyMatch(cluster -> cluster.path("name").asText().equals(name));
  }

  private JsonNode awaitRunning() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + BUILT_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode cluster = get("/" + name);
      switch (cluster.path("state").asText()) {
        case "Running" -> {
          return cluster;
        }
        case "Failed" ->
            throw new CommandFailure(
                ExitCode.UNEXPECTED,
                "The sandbox cannot build cluster "
                    + name
                    + ": "
                    + cluster.path("problem").asText());
        default -> Thread.sleep(INTERVAL.toMillis());
      }
    }
    throw new CommandFailure(
        ExitCode.UNEXPECTED, "Cluster " + name + " is not there after ten minutes.");
  }

  private ObjectNode wanted() throws IOException {
    ObjectNode wanted = JsonNodeFactory.instance.objectNode();
    wanted.put("name", name).put("mode", "combined").put("brokers", brokers);
    wanted.put("vpcCidr", vpcPrefix + ".0.0/16");
    ArrayNode zones = wanted.putArray("zones");
    for (int i = 0; i < ZONES.size(); i++) {
      zones.addObject().put("zone", ZONES.get(i)).put("cidr", subnet(i));
    }
    wanted.putObject("bastion").put("zone", ZONES.get(0)).put("cidr", subnet(ZONES.size()));
    wanted.put("publicKey", SshPublicKey.of(folder));
    wanted
        .putArray("topics")
        .addObject()
        .put("name", "orders")
        .put("partitions", 6)
        .put("messages", 100);
    return wanted;
  }

  private String subnet(int index) {
    return "%s.%d.0/18".formatted(vpcPrefix, index * 64);
  }

  private String specText(JsonNode cluster) {
    StringBuilder zones = new StringBuilder();
    for (JsonNode vSwitch : cluster.path("vSwitches")) {
      if (zones.indexOf(vSwitch.path("zone").asText()) < 0) {
        zones.append(
            "    - {zone: %s, vSwitchId: %s}\n"
                .formatted(vSwitch.path("zone").asText(), vSwitch.path("vSwitchId").asText()));
      }
    }
    StringBuilder files = new StringBuilder();
    for (JsonNode node : cluster.path("nodes")) {
      files.append(
          "    - {address: %s, configuration: %s}\n"
              .formatted(node.path("address").asText(), node.path("configuration").asText()));
    }
    String user = cluster.path("sshUser").asText();
    int port = cluster.path("sshPort").asInt();
    return SPEC.formatted(
        name,
        cluster.path("vpcId").asText(),
        zones,
        user,
        port,
        cluster.path("bastion").path("publicAddress").asText(),
        user,
        port,
        files);
  }
}
