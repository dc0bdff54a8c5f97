package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.deployment.BrokerConfiguration;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import java.util.List;

/** A new cluster as text for people: network, machines, brokers and files. */
final class NewClusterText {
  private NewClusterText() {}

  static List<String> parts(Plan plan) {
    return List.of(
        network(plan), machines(plan.network()), kafka(plan.kafka()), files(plan.kafka()));
  }

  private static String network(Plan plan) {
    NetworkPlan network = plan.network();
    Table table = new Table("  ");
    table.row("VPC", network.vpcName(), network.vpcCidr());
    network.vSwitches().forEach(v -> table.row("vSwitch", v.name(), v.cidr(), v.zone()));
    table.row(
        "key pair",
        network.keyPairName(),
        "public half of \"" + plan.credentials().sshKey() + "\"");
    StringBuilder text =
        new StringBuilder("Network (in the console of Alibaba Cloud, all names start with \"")
            .append(plan.name())
            .append("-\")\n")
            .append(table.text());
    for (SecurityGroupPlan group : network.securityGroups()) {
      Table rules = new Table("    ");
      group
          .rules()
          .forEach(r -> rules.row("tcp " + ports(r), "from " + r.sourceCidr(), r.description()));
      text.append("  security group  ")
          .append(group.name())
          .append(", inbound; everything else is denied\n")
          .append(rules.text());
    }
    return text.toString();
  }

  private static String ports(InboundRule rule) {
    String[] range = rule.portRange().split("/", -1);
    return range[0].equals(range[1]) ? range[0] : range[0] + "-" + range[1];
  }

  private static String machines(NetworkPlan network) {
    Table table = new Table("  ");
    table.row("name", "vSwitch", "type", "disk", "security group", "SSH");
    for (InstancePlan instance : network.instances()) {
      table.row(
          instance.name(),
          instance.vSwitch(),
          instance.instanceType(),
          instance.diskGiB() + " GiB " + instance.diskCategory(),
          instance.securityGroup(),
          instance.publicBandwidthMbps() > 0 ? "by its public address" : "through the bastion");
    }
    return "Machines (SSH as %s at port %d, image family %s)\n"
            .formatted(
                network.ssh().user(),
                network.ssh().port(),
                network.instances().get(0).imageFamily())
        + table.text();
  }

  private static String kafka(KafkaPlan kafka) {
    Table table = new Table("  ");
    table.row("broker", "machine", "roles", "listens on", "advertises to TiDB Cloud");
    for (BrokerPlan broker : kafka.brokers()) {
      table.row(
          broker.nodeId(),
          broker.instance(),
          broker.controller() ? "broker, controller" : "broker",
          listeners(kafka, broker),
          broker.advertisedHost(BrokerDomains.EXPECTED) + ":" + broker.advertisedPort());
    }
    return "Kafka %s on Java %s, cluster id %s, heap %s, as user %s, %s\n"
            .formatted(
                kafka.kafkaArchive().version(),
                kafka.jdkArchive().version(),
                kafka.clusterId(),
                kafka.heap(),
                kafka.serviceUser(),
                kafka.bindPrivateAddress()
                    ? "on the machine's private address only"
                    : "on every address of the machine")
        + table.text()
        + "  %d %s of each partition, %d in sync; TiDB Cloud provides the value of unique_name\n"
            .formatted(
                kafka.defaultReplicationFactor(),
                kafka.defaultReplicationFactor() == 1 ? "copy" : "copies",
                kafka.minInsyncReplicas())
        + settings(kafka);
  }

  private static String settings(KafkaPlan kafka) {
    Table table = new Table("    ");
    kafka.settings().forEach((key, value) -> table.row(key + "=" + value));
    return kafka.settings().isEmpty() ? "" : "  settings of every broker\n" + table.text();
  }

  private static String listeners(KafkaPlan kafka, BrokerPlan broker) {
    String controller = broker.controller() ? ", CONTROLLER " + kafka.controllerPort() : "";
    return "INTERNAL " + kafka.internalPort() + controller + ", EXTERNAL " + kafka.externalPort();
  }

  private static String files(KafkaPlan kafka) {
    Table archives = new Table("  ");
    for (ArchivePlan archive : List.of(kafka.kafkaArchive(), kafka.jdkArchive())) {
      archives.row("archives/" + archive.fileName(), "from " + archive.url());
      archives.row("", "SHA-512 " + archive.sha512().substring(0, 16) + "...");
    }
    String where =
        kafka.installTo().startsWith("/")
            ? kafka.installTo()
            : kafka.installTo() + " in the SSH user's home";
    return "Files on each machine, under "
        + where
        + "\n"
        + archives.text()
        + new Table("  ")
            .row("kafka/, jdk/", "the unpacked archives")
            .row("config/server.properties", "on brokers")
            .row(BrokerConfiguration.UNIT_NAME, "on brokers: the systemd unit")
            .row("data/, log/", "on brokers")
            .row("probe.jar", "on the bastion")
            .text()
        + "  The bastion serves the archives at port %d while the brokers install them.\n"
            .formatted(kafka.distributionPort());
  }
}
