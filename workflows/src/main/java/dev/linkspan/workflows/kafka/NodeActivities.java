package dev.linkspan.workflows.kafka;

import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Activities on the machines, over SSH. Connections to brokers go through the bastion, and no
 * private key leaves the worker. Scripts are idempotent: they write to a temporary name, check, and
 * rename; long ones run detached, and the activity polls them.
 */
@ActivityInterface
public interface NodeActivities {

  /** A stub that retries forever; the Temporal UI shows its calls with this summary. */
  static NodeActivities withSummary(String summary) {
    return ActivityStubs.unlimited(NodeActivities.class, TaskQueues.NODES, summary);
  }

  /** A stub with three attempts, for a check that reports what it cannot read. */
  static NodeActivities forCheck(String summary) {
    return ActivityStubs.fewAttempts(NodeActivities.class, TaskQueues.NODES, summary);
  }

  /** A stub with three attempts, for cleanup that is optional if a machine no longer answers. */
  static NodeActivities bestEffort(String summary) {
    return ActivityStubs.fewAttempts(NodeActivities.class, TaskQueues.NODES, summary);
  }

  /**
   * Linkspan's folder on an existing machine, in the SSH user's home: holds the probe and the
   * scripts that run detached.
   */
  static String folder(Owner owner) {
    return ".linkspan-" + owner.setup();
  }

  /** Whether the worker can log in to this machine. Leaves nothing there. */
  @ActivityMethod(name = "Node_Check")
  PreflightCheck check(Owner owner, NodeAddress address);

  /** Downloads an archive to the worker, compares its digest, and keeps nothing of it. */
  @ActivityMethod(name = "Node_CheckArchive")
  PreflightCheck checkArchive(Owner owner, ArchivePlan archive);

  /**
   * Waits for SSH, pins the host key (or compares it, and parks when it changed), looks around.
   * {@code installTo} becomes {@link Node#root()}: relative to the user's home unless absolute.
   * {@code privateAddress} is the machine's own in the VPC; a machine with a public one does not
   * know itself by that.
   */
  @ActivityMethod(name = "Node_Connect")
  Node connect(Owner owner, NodeAddress address, String privateAddress, String installTo);

  /**
   * The same for an existing machine: one that does not answer within seconds fails at once. Its
   * address in the VPC is the one in {@code address}. {@code folder} becomes {@link Node#root()}.
   */
  @ActivityMethod(name = "Node_Reach")
  Node reach(Owner owner, NodeAddress address, String folder);

  /**
   * On the bastion: downloads and checks the archives, unpacks the JDK, puts the probe beside it,
   * and serves the folder to the VPC at the given port.
   */
  @ActivityMethod(name = "Node_StageArchives")
  void stageArchives(Owner owner, Node bastion, Archives archives);

  /** On a broker: fetches from the bastion, checks, unpacks. */
  @ActivityMethod(name = "Node_InstallArchives")
  void installArchives(Owner owner, Node broker, Node bastion, Archives archives);

  /** Ends the serving of archives on the bastion. */
  @ActivityMethod(name = "Node_StopServingArchives")
  void stopServingArchives(Owner owner, Node bastion);

  /**
   * First configuration of a broker: user, folders, files, format. Formats storage only where there
   * is neither {@code meta.properties} nor any data; parks when another cluster's data is found,
   * or, with Kafka's words and nothing written, when Kafka does not accept the spec's settings.
   */
  @ActivityMethod(name = "Node_PrepareBroker")
  void prepareBroker(Owner owner, Node broker, BrokerFiles files);

  /**
   * Writes the unit of a broker that Linkspan installed; takes effect at the next start. The same
   * text changes nothing.
   */
  @ActivityMethod(name = "Node_WriteUnit")
  void writeUnit(Owner owner, Node broker, String unitName, String text);

  /**
   * The checksum of the unit's file, under which {@link #writeUnit} keeps it beside the new one;
   * empty if there is no file.
   */
  @ActivityMethod(name = "Node_UnitChecksum")
  Optional<String> unitChecksum(Owner owner, Node broker, String unitName);

  /**
   * Puts the unit with this checksum back, which {@link #writeUnit} kept; takes effect at the next
   * start. Parks if it is not there anymore.
   */
  @ActivityMethod(name = "Node_RestoreUnit")
  void restoreUnit(Owner owner, Node broker, String unitName, String checksum);

  /** Enables and starts the unit; returns when the broker says that it started. */
  @ActivityMethod(name = "Node_StartBroker")
  void startBroker(Owner owner, Node broker, BrokerFiles files);

  /**
   * On the machine that questions are asked from, where nothing was installed: looks for Java 17 or
   * newer, in the given homes first, and puts the probe beside it. Returns the version found.
   */
  @ActivityMethod(name = "Node_PrepareProbe")
  String prepareProbe(Owner owner, Node node, List<String> javaHomes);

  /** Removes the probe and everything else that was put on a machine that is not ours. */
  @ActivityMethod(name = "Node_RemoveProbe")
  void removeProbe(Owner owner, Node node);

  /**
   * How to reach a machine. {@code name} is its key in the plan.
   *
   * @param hostKey {@code <type> <base64>} as in a known_hosts line; empty on first contact
   */
  record NodeAddress(
      String name, String user, String address, int port, Optional<Jump> jump, String hostKey) {

    /** A machine that exists already, on first contact; its address is its key. */
    public static NodeAddress existing(SshAddress ssh, Optional<Jump> jump) {
      return new NodeAddress(ssh.address(), ssh.user(), ssh.address(), ssh.port(), jump, "");
    }
  }

  /** The machine between: the bastion. */
  record Jump(String user, String address, int port, String hostKey) {

    /** Through this machine, which has answered. */
    public static Jump through(Node host) {
      NodeAddress address = host.address();
      return new Jump(address.user(), address.address(), address.port(), address.hostKey());
    }
  }

  /**
   * A machine that answered.
   *
   * @param address how it was reached, with the host key that was seen
   * @param privateAddress its address in the VPC
   * @param root the installation folder, absolute on the node
   */
  record Node(NodeAddress address, String privateAddress, String root) {
    public String name() {
      return address.name();
    }

    /** The same machine, reached at another address, or through another machine. */
    public Node reached(String at, Optional<Jump> through) {
      return new Node(
          new NodeAddress(name(), address.user(), at, address.port(), through, address.hostKey()),
          privateAddress,
          root);
    }
  }

  /** What to download, and where the bastion serves it. */
  record Archives(ArchivePlan kafka, ArchivePlan jdk, int servingPort, String installTo) {}

  /**
   * The files of one broker, whole. Paths are under {@link Node#root()}.
   *
   * @param serverProperties text of {@code config/server.properties}
   * @param unitName e.g. {@code linkspan-kafka.service}
   * @param unit text of the systemd unit
   * @param settings keys in the text that the spec sets, which Kafka must know
   */
  record BrokerFiles(
      int nodeId,
      String clusterId,
      String serviceUser,
      String serverProperties,
      String unitName,
      String unit,
      List<Integer> ports,
      List<String> settings) {

    /** Histories from before there were settings have none. */
    public BrokerFiles {
      settings = List.copyOf(Objects.requireNonNullElse(settings, List.of()));
    }
  }
}
