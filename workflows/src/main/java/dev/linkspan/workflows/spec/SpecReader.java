package dev.linkspan.workflows.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Reads a spec, and reports all of its problems at once. Pure: it calls no cloud, so the setup's
 * first step checks what only a cloud knows (stock, quotas, permissions).
 */
public final class SpecReader {
  private static final String NEW = "new cluster";
  private static final String EXISTING = "existing cluster";
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(10);

  private SpecReader() {}

  /** Reads the text of a spec file. */
  public static SpecReading read(String yaml) {
    SpecProblems problems = new SpecProblems();
    Optional<MappingNode> root = YamlDocument.root(yaml, problems);
    Secrets.find(yaml, root, problems);
    Optional<Spec> spec = root.flatMap(node -> spec(Fields.of(problems, "", 1, node)));
    return spec.isPresent() && problems.isEmpty()
        ? new SpecReading.Accepted(spec.get())
        : new SpecReading.Refused(problems.sorted());
  }

  /** Empty if the kind is unknown: then the groups network and kafka cannot be checked. */
  private static Optional<Spec> spec(Fields fields) {
    FieldValue<String> kind =
        fields.required("kind", SpecReader::kind, "kind: new cluster, or kind: existing cluster");
    FieldValue<String> name = fields.required("name", Formats::name, "a name for the setup");
    FieldValue<String> region =
        fields.required("region", Regions::read, "an Alibaba Cloud region such as ap-southeast-1");
    Spec.Verification verification =
        new VerificationSection(fields.optionalSection("verification")).read();
    Spec.Approval approval =
        ApprovalSection.read(
            fields.optionalSection("approval"), verification.webhook().isPresent());
    Common common =
        new Common(
            name.or(""),
            region.value(),
            credentials(fields),
            loadBalancer(fields),
            tidbCloud(fields.section("tidbCloud"), name.or(""), approval),
            verification);
    Optional<Spec> spec =
        switch (kind.or("")) {
          case NEW -> Optional.of(newCluster(fields, common));
          case EXISTING -> Optional.of(existingCluster(fields, common));
          default -> {
            fields.ignore("network", "kafka", "rollout");
            yield Optional.empty();
          }
        };
    fields.close();
    return spec;
  }

  /** The fields that both kinds have. */
  private record Common(
      String name,
      Optional<String> region,
      Spec.Credentials credentials,
      Spec.LoadBalancer loadBalancer,
      Spec.TidbCloud tidbCloud,
      Spec.Verification verification) {}

  private static Spec newCluster(Fields fields, Common common) {
    NetworkSection section = new NetworkSection(fields.section("network"), common.region());
    NewClusterSpec.Network network = section.read();
    return new NewClusterSpec(
        common.name(),
        common.region().orElse(""),
        common.credentials(),
        network,
        new KafkaSection(fields.section("kafka"), section.vSwitches()).read(network.ssh()),
        common.loadBalancer(),
        common.tidbCloud(),
        common.verification());
  }

  private static Spec existingCluster(Fields fields, Common common) {
    ExistingClusterSpec.Network network =
        new ExistingNetworkSection(fields.section("network"), common.region()).read();
    return new ExistingClusterSpec(
        common.name(),
        common.region().orElse(""),
        common.credentials(),
        network,
        new ExistingKafkaSection(fields.section("kafka"), network.ssh()).read(),
        rollout(fields),
        common.loadBalancer(),
        common.tidbCloud(),
        common.verification());
  }

  private static String kind(String text) throws InvalidValueException {
    if (text.equals(NEW) || text.equals(EXISTING)) {
      return text;
    }
    throw new InvalidValueException(
        Quoted.of(text) + " is not a kind of setup",
        NearestName.of(text, List.of(NEW, EXISTING))
            .map(name -> "Did you mean \"" + name + "\"?")
            .orElse("Write kind: " + NEW + ", or kind: " + EXISTING + "."));
  }

  private static Spec.Credentials credentials(Fields fields) {
    Spec.Credentials defaults = new Spec.Credentials("default", "default", "default");
    return fields
        .optionalSection("credentials")
        .map(
            entry -> {
              Spec.Credentials named =
                  new Spec.Credentials(
                      entry.optional("alibabaCloud", Formats::credentialName).or("default"),
                      entry.optional("tidbCloud", Formats::credentialName).or("default"),
                      entry.optional("sshKey", Formats::credentialName).or("default"));
              entry.close();
              return named;
            })
        .orElse(defaults);
  }

  private static ExistingClusterSpec.Rollout rollout(Fields fields) {
    return fields
        .optionalSection("rollout")
        .map(
            entry -> {
              Duration pause = entry.optional("pause", Formats::pause).or(DEFAULT_PAUSE);
              boolean audit = entry.optional("audit", Formats::yesOrNo).or(true);
              FieldValue<Duration> patience = entry.optional("patience", Formats::patience);
              entry.close();
              return new ExistingClusterSpec.Rollout(pause, audit, patience.value());
            })
        .orElse(new ExistingClusterSpec.Rollout(DEFAULT_PAUSE, true, Optional.empty()));
  }

  private static Spec.LoadBalancer loadBalancer(Fields fields) {
    return fields
        .optionalSection("loadBalancer")
        .map(
            entry -> {
              int seconds = entry.optional("healthCheckSeconds", Formats.integer(1, 50)).or(5);
              entry.close();
              return new Spec.LoadBalancer(Duration.ofSeconds(seconds));
            })
        .orElse(new Spec.LoadBalancer(Duration.ofSeconds(5)));
  }

  private static Spec.TidbCloud tidbCloud(Fields entry, String name, Spec.Approval approval) {
    FieldValue<String> clusterId =
        entry.required(
            "clusterId",
            Formats::tidbClusterId,
            "the cluster's id: the digits in the address of its page in the TiDB Cloud console");
    FieldValue<String> connection =
        entry.optional(
            "connectionName",
            Formats.noSwitch(entry.isPlain("connectionName"), Formats::connectionName));
    entry.close();
    return new Spec.TidbCloud(clusterId.or(""), connection.or(name + "-kafka"), approval);
  }
}
